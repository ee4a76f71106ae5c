using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MobileNets.Cli.Hosting;
using MobileNets.Imaging;
using MobileNets.Kernels;
using TorchSharp;

namespace MobileNets.Cli.Commands;

/// <summary><c>doctor</c>: what this machine has of what the other commands need.</summary>
internal sealed class DoctorCommand : Command
{
    public DoctorCommand() : base("doctor", "Shows which torch, native libraries, processor features and .NET are in use") => SetAction(_ => Run());

    private static int Run()
    {
        Section("Torch");
        DescribeTorch();
        Section("Pictures");
        DescribeCodec("JPEG", NativeCodec.Jpeg);
        DescribeCodec("PNG", NativeCodec.Png);
        Section("Machine");
        Line("processors", $"{Environment.ProcessorCount}, {RuntimeInformation.ProcessArchitecture}");
        Line("engine", $"{KernelSet.Best.Name} vectors (--engine managed)");
        Line("SIMD", string.Join(", ", SimdFeatures()));
        Line(".NET", RuntimeInformation.FrameworkDescription);
        Line("system", RuntimeInformation.OSDescription);
        return ExitCode.Done;
    }

    private static void DescribeTorch()
    {
        var assembly = typeof(torch).Assembly;
        Line("assembly", $"{assembly.GetName().Name} {Version(assembly)}, {assembly.Location}");
        try
        {
            // Asking for the version loads the library.
            Line("libtorch", $"{torch.__version__}, {NativeLibraries.Find("torch_cpu") ?? "file unknown"}");
            Line("threads", $"{torch.get_num_threads()}");
            Line("BLAS", NativeLibraries.DescribeBlas());
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            Line("libtorch", $"missing: {ErrorText.Of(exception)}");
        }
    }

    private static void DescribeCodec(string format, NativeCodec codec) =>
        Line(format, codec.IsInstalled ? $"{codec.Name}, found" : $"{codec.Name}, missing. {codec.InstallHint}");

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";

    private static IEnumerable<string> SimdFeatures()
    {
        (string Name, bool IsSupported)[] features =
        [
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("AVX-512", Avx512F.IsSupported && Avx512BW.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported),
            ("AdvSimd", AdvSimd.IsSupported),
            ("dot product", Dp.IsSupported),
        ];
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        return features.Where(feature => feature.IsSupported).Select(feature => feature.Name).Append($"{bits}-bit vectors in .NET");
    }

    private static void Section(string title) => Console.Out.WriteLine(title);

    private static void Line(string name, string value) => Console.Out.WriteLine($"  {name,-12}{value}");
}
