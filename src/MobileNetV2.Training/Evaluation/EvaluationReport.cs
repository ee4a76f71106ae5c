using System.Globalization;
using System.Text;
using MobileNets.Charts;
using MobileNets.Weights;

namespace MobileNets.Training;

/// <summary>An evaluation class by class: <c>confusion.svg</c>, <c>per-class.csv</c> and <c>per-class.txt</c>.</summary>
public static class EvaluationReport
{
    /// <summary>Writes the three files.</summary>
    /// <param name="folder">Where to; made if it does not exist.</param>
    /// <param name="evaluation">What to report.</param>
    /// <param name="classNames">The class names in label order.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, Evaluation evaluation, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != evaluation.Confusion.Classes)
            throw new ArgumentException($"{classNames.Count} names for {evaluation.Confusion.Classes} classes.", nameof(classNames));
        Directory.CreateDirectory(folder);
        var heading = string.Create(CultureInfo.InvariantCulture, $"{evaluation.Images} pictures, {100 * evaluation.Top1:F1} % classified correctly");
        AtomicFile.Write(Path.Combine(folder, "confusion.svg"), stream =>
            HeatMap.Write(stream, heading, "true class", "predicted class", classNames, evaluation.Confusion.ToArray()));
        WriteText(Path.Combine(folder, "per-class.csv"), Csv(evaluation.Confusion, classNames));
        WriteText(Path.Combine(folder, "per-class.txt"), Table(evaluation.Confusion, classNames));
    }

    private static string Csv(ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        var text = new StringBuilder("class,name,images,correct,recall,predicted,precision,most_confused_with\n");
        for (var i = 0; i < names.Count; i++)
            text.Append(CultureInfo.InvariantCulture,
                $"{i},{Quoted(names[i])},{confusion.Images[i]},{confusion[i, i]},{Recall(confusion, i)},{confusion.Predicted(i)},{Precision(confusion, i)},{Quoted(Other(confusion, names, i))}\n");
        return text.ToString();
    }

    private static string Table(ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        var width = Math.Max(5, names.Max(name => name.Length));
        var text = new StringBuilder($"{"class".PadRight(width)}  images  recall  precision  most often taken for\n");
        for (var i = 0; i < names.Count; i++)
            text.Append(string.Create(CultureInfo.InvariantCulture,
                $"{names[i].PadRight(width)}  {confusion.Images[i],6}  {Recall(confusion, i),6:P0}  {Precision(confusion, i),9:P0}  {Other(confusion, names, i)}").TrimEnd()).Append('\n');
        return text.ToString();
    }

    // Null where there is nothing to divide by: an empty field.
    private static double? Recall(ConfusionMatrix confusion, int label) => Share(confusion[label, label], confusion.Images[label]);

    private static double? Precision(ConfusionMatrix confusion, int label) => Share(confusion[label, label], confusion.Predicted(label));

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static string Other(ConfusionMatrix confusion, IReadOnlyList<string> names, int label) => confusion.MostConfusedWith(label) is { } other ? names[other] : "";

    // RFC 4180.
    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
