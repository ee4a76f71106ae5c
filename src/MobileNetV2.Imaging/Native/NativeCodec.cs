using System.Reflection;
using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>
/// A codec library of the operating system. It is loaded when the first file of its kind is read or written, never before.
/// </summary>
public sealed class NativeCodec
{
    private readonly string _importName;
    private readonly string[] _candidates;

    static NativeCodec() => NativeLibrary.SetDllImportResolver(typeof(NativeCodec).Assembly, Resolve);

    internal NativeCodec(string name, string importName, string[] candidates, string apt, string brew, string vcpkg)
    {
        Name = name;
        _importName = importName;
        _candidates = candidates;
        InstallHint = $"Debian/Ubuntu: sudo apt-get install {apt}; macOS: brew install {brew}; Windows: vcpkg install {vcpkg}";
    }

    /// <summary>libjpeg-turbo's TurboJPEG interface: reads and writes JPEG.</summary>
    public static NativeCodec Jpeg { get; } = new(
        "libjpeg-turbo",
        TurboJpeg.LibraryName,
        ["libturbojpeg.so.0", .. Names("turbojpeg", "jpeg-turbo")],
        apt: "libturbojpeg0",
        brew: "jpeg-turbo",
        vcpkg: "libjpeg-turbo");

    /// <summary>libspng: reads PNG.</summary>
    public static NativeCodec Png { get; } = new(
        "libspng",
        Spng.LibraryName,
        ["libspng.so.0", .. Names("spng", "libspng")],
        apt: "libspng0",
        brew: "libspng",
        vcpkg: "libspng");

    /// <summary>The library's own name.</summary>
    public string Name { get; }

    /// <summary>The commands that install it with apt, Homebrew and vcpkg.</summary>
    public string InstallHint { get; }

    /// <summary>Whether the library can be loaded on this machine; asking loads it.</summary>
    public bool IsInstalled => TryLoad(out _);

    internal nint Load() => TryLoad(out nint library) ? library : throw new NativeCodecMissingException(this);

    private static string[] Names(string library, string formula) =>
    [
        library,
        $"lib{library}",
        // Homebrew's folders are not on the dynamic loader's path.
        $"/opt/homebrew/opt/{formula}/lib/lib{library}.dylib",
        $"/usr/local/opt/{formula}/lib/lib{library}.dylib",
    ];

    private bool TryLoad(out nint library)
    {
        foreach (string candidate in _candidates)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(NativeCodec).Assembly, searchPath: null, out library))
                return true;
        }

        library = 0;
        return false;
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        NativeCodec[] codecs = [Jpeg, Png];
        return Array.Find(codecs, codec => codec._importName == libraryName)?.Load() ?? 0;
    }
}
