using TorchSharp.Modules;

namespace SystemTorch.Tests.PublicSurface;

public class SurfaceListerTests
{
    private static readonly TorchSharpListing Listing = TorchSharpListing.Load();

    public static TheoryData<Type, string[]> Samples => new()
    {
        {
            typeof(SurfaceSamples),
            [
                "SurfaceSamples :: static class",
                "SurfaceSamples :: [ext] public static int Size(SurfaceSamples.Shape shape)",
            ]
        },
        {
            typeof(SurfaceSamples.Mode),
            ["SurfaceSamples.Mode :: enum", "SurfaceSamples.Mode :: value None = 0", "SurfaceSamples.Mode :: value Half = 7"]
        },
        {
            typeof(SurfaceSamples.Callback),
            [
                "SurfaceSamples.Callback :: delegate : MulticastDelegate",
                "SurfaceSamples.Callback :: public ctor(object object, IntPtr method)",
                "SurfaceSamples.Callback :: public virtual IntPtr Invoke(int id, out long length)",
                "SurfaceSamples.Callback :: public virtual IAsyncResult BeginInvoke(int id, out long length, AsyncCallback callback, object object)",
                "SurfaceSamples.Callback :: public virtual IntPtr EndInvoke(out long length, IAsyncResult result)",
            ]
        },
        {
            typeof(SurfaceSamples.IStage<,>),
            [
                "SurfaceSamples.IStage<T, TResult> :: interface",
                "SurfaceSamples.IStage<T, TResult> :: public abstract TResult call(T input1)",
                "SurfaceSamples.IStage<T, TResult> :: public long? Maximum { get; set; }",
            ]
        },
        {
            typeof(SurfaceSamples.Stage),
            [
                "SurfaceSamples.Stage :: abstract class",
                "SurfaceSamples.Stage :: protected ctor(string name)",
                "SurfaceSamples.Stage :: protected override void Finalize()",
                "SurfaceSamples.Stage :: public void Dispose()",
                "SurfaceSamples.Stage :: public override string ToString()",
                "SurfaceSamples.Stage :: public virtual IEnumerable<(string, SurfaceSamples.Stage)> named_children()",
                "SurfaceSamples.Stage :: public abstract long forward(long input)",
                "SurfaceSamples.Stage :: protected virtual SurfaceSamples.Stage _to(SurfaceSamples.Mode mode, bool non_blocking)",
                "SurfaceSamples.Stage :: protected virtual void Dispose(bool disposing)",
                "SurfaceSamples.Stage :: public static bool TryGet(ref string key, out SurfaceSamples.Stage value)",
                "SurfaceSamples.Stage :: public bool training { get; }",
                "SurfaceSamples.Stage :: public long Count { get; }",
                "SurfaceSamples.Stage :: public int event_dim { get; protected set; }",
                "SurfaceSamples.Stage :: protected IList<string> Names { get; }",
                "SurfaceSamples.Stage :: public string Item { get; set; }",
                "SurfaceSamples.Stage :: public string Item { get; }",
                "SurfaceSamples.Stage :: protected string name",
                "SurfaceSamples.Stage :: protected Dictionary<string, (SurfaceSamples.Stage, bool)> buffers",
            ]
        },
        {
            typeof(SurfaceSamples.Block<>),
            [
                "SurfaceSamples.Block<T> :: sealed class : SurfaceSamples.Stage",
                "SurfaceSamples.Block<T> :: public ctor(params (string, SurfaceSamples.Stage)[] modules)",
                "SurfaceSamples.Block<T> :: public T[] call(T input1)",
                "SurfaceSamples.Block<T> :: public override long forward(long input)",
                "SurfaceSamples.Block<T> :: protected override SurfaceSamples.Stage _to(SurfaceSamples.Mode mode, bool non_blocking)",
                "SurfaceSamples.Block<T> :: [Obsolete] public (TFirst, TSecond) Detach<TFirst, TSecond>(TFirst first, TSecond second)",
                "SurfaceSamples.Block<T> :: public void Fill(SurfaceSamples.Mode mode = Mode.Half, SurfaceSamples.Mode? other = null, "
                    + "float? tolerance = null, double eps = 1E-08, float beta = 1, bool full = false, string reduction = \"mean\", "
                    + "Char triangle = L, UInt64 seed = 0, Int16 small = -1, SurfaceSamples.Block<T> next = null, "
                    + "ReadOnlySpan<long> dims = default, Threading.CancellationToken cancellation = default)",
                "SurfaceSamples.Block<T> :: public T[,] Reshape(params long[] shape)",
                "SurfaceSamples.Block<T> :: public void Scatter(in long position, Memory<SByte> data, Action<Func<T, UInt32?>> then)",
                "SurfaceSamples.Block<T> :: public static SurfaceSamples.Block<T> op_Addition(SurfaceSamples.Block<T> left, double right)",
                "SurfaceSamples.Block<T> :: public static SurfaceSamples.Block<T> op_Implicit(Numerics.Complex value)",
                "SurfaceSamples.Block<T> :: public static Half op_Explicit(SurfaceSamples.Block<T> value)",
                "SurfaceSamples.Block<T> :: [Obsolete] public (T, T)? Last { get; set; }",
                "SurfaceSamples.Block<T> :: public long Count { get; }",
                "SurfaceSamples.Block<T> :: public static SurfaceSamples.Block<T> Default { get; set; }",
                "SurfaceSamples.Block<T> :: public static double Momentum",
                "SurfaceSamples.Block<T> :: public static SurfaceSamples.Block<T> Empty",
            ]
        },
        {
            typeof(SurfaceSamples.Block<>.Handle<>),
            [
                "SurfaceSamples.Block.Handle<T, TKey> :: sealed class : SurfaceSamples.Stage",
                "SurfaceSamples.Block.Handle<T, TKey> :: public override long forward(long input)",
                "SurfaceSamples.Block.Handle<T, TKey> :: public SurfaceSamples.Block.Handle<T, TKey> Next()",
            ]
        },
        {
            typeof(SurfaceSamples.Shape),
            [
                "SurfaceSamples.Shape :: struct : ValueType",
                "SurfaceSamples.Shape :: public ctor(params IEnumerable<long> sizes)",
                "SurfaceSamples.Shape :: public (int, int, int, int, int, int, int, int, int) Nine()",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void List_Sample_FollowsTheListingsConventions(Type type, string[] expected) =>
        SurfaceLister.List(type).Should().BeEquivalentTo(expected);

    [Fact]
    public void VisibleTypes_NestedInInternalType_AreNotListed() =>
        SurfaceLister.VisibleTypes(typeof(SurfaceSamples).Assembly).Select(SurfaceLister.TypeName)
            .Where(name => name.StartsWith("SurfaceSamples", StringComparison.Ordinal))
            .Should().HaveCount(8).And.NotContain(name => name.Contains("Hidden"));

    [Fact]
    public void Load_WholeListing_HasItsFirstAndLastLines()
    {
        Listing.Lines.Should().HaveCount(5865);
        Listing.Missing(["torch.nn.Module<T, TResult> :: public abstract TResult forward(T input)"]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(
        "torch.nn.Module<T, TResult> :: public abstract TResult forward(T inputs)",
        "torch.nn.Module<T, TResult> :: public abstract TResult forward(T input)")]
    [InlineData("torch.Tensor :: public torch.Tensor sigmoidal()", "torch.Tensor :: public torch.Tensor sigmoid()")]
    [InlineData("Conv2d :: public Parameter weight { get; set; }", "Convolution :: public Parameter weight { get; set; }")]
    [InlineData("Linear :: sealed class", "Linear :: sealed class : torch.nn.Module<torch.Tensor, torch.Tensor>")]
    public void Missing_InventedMember_IsReportedWithTheNearestLine(string line, string nearest) =>
        Listing.Missing([line]).Should().Equal(new Mismatch(line, nearest));

    [Fact]
    public void Missing_MemberListedOnceButSeenTwice_IsReported()
    {
        const string line = "Linear :: protected override void Dispose(bool disposing)";

        Listing.Missing([line]).Should().BeEmpty();
        Listing.Missing([line, line]).Should().ContainSingle();
    }

    [Theory]
    [InlineData("Sequential", "TorchSharp.Modules")]
    [InlineData("ASGD", "TorchSharp.Modules")]
    [InlineData("ZeroPad2d", "TorchSharp.Modules")]
    [InlineData("MobileNetV2", "TorchSharp.Modules")]
    [InlineData("ModuleExtensionMethods", "TorchSharp")]
    [InlineData("Padding", "TorchSharp")]
    [InlineData("torch", "TorchSharp")]
    [InlineData("torchvision", "TorchSharp")]
    [InlineData("Utils.OrderedDict<TKey, TValue>", "TorchSharp.Utils")]
    [InlineData("NoSuchType", null)]
    public void NamespaceOf_Type_IsReadOffTheOrderOfTheLines(string type, string? expected) =>
        Listing.NamespaceOf(type).Should().Be(expected);
}
