using System.Text.Encodings.Web;
using System.Text.Json;

namespace MobileNets.Cli.Output;

/// <summary>Prints one JSON document.</summary>
internal static class JsonOutput
{
    public static void Print(Action<Utf8JsonWriter> write)
    {
        using var stdout = Console.OpenStandardOutput();
        // Labels stay readable: no web page will have this text in it.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stdout, options))
            write(writer);
        stdout.WriteByte((byte)'\n');
    }
}
