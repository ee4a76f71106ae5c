namespace MobileNets.Imaging.Tests;

public class NativeCodecTests
{
    [Fact]
    public void Load_LibraryNotThere_NamesItAndThreeWaysToInstallIt()
    {
        var codec = new NativeCodec("libnowhere", "nowhere", ["libnowhere.so.0", "nowhere"], "libnowhere0", "nowhere-brew", "nowhere-vcpkg");

        Action act = () => codec.Load();

        codec.IsInstalled.Should().BeFalse();
        act.Should().Throw<NativeCodecMissingException>()
            .WithMessage("*libnowhere*apt-get install libnowhere0*brew install nowhere-brew*vcpkg install nowhere-vcpkg*")
            .Which.Codec.Should().BeSameAs(codec);
    }

    [Fact]
    public void IsInstalled_OnAMachineThatRunsTheseTests_IsTrue()
    {
        NativeCodec.Jpeg.IsInstalled.Should().BeTrue(NativeCodec.Jpeg.InstallHint);
        NativeCodec.Png.IsInstalled.Should().BeTrue(NativeCodec.Png.InstallHint);
    }
}
