using System.Runtime.InteropServices;
using SystemTorch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Interop;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("aten::no_such_operator", "*has no operator*")]
    public void Call_UnknownOperator_Throws(string name, string message)
    {
        var call = () => new Operator(name).Call();

        call.Should().Throw<ExternalException>().WithMessage(message);
    }

    [Fact]
    public void Call_ArgumentOfWrongKind_IsRefusedBeforeTheCall()
    {
        using var x = ones(2);
        var call = () => new Operator("aten::flatten", "using_ints").Call(x, 1.5);

        call.Should().Throw<ExternalException>().WithMessage("*'start_dim' takes int, not float*");
    }

    [Fact]
    public void Call_MissingArgument_IsRefusedBeforeTheCall()
    {
        using var x = ones(2);
        var call = () => new Operator("aten::mm").Call(x);

        call.Should().Throw<ExternalException>().WithMessage("*'mat2' is missing and has no default*");
    }

    [Fact]
    public void Call_TooManyArguments_IsRefusedBeforeTheCall()
    {
        using var x = ones(2);
        var call = () => new Operator("aten::relu").Call(x, x);

        call.Should().Throw<ExternalException>().WithMessage("*2 arguments given, at most 1 taken*");
    }
}
