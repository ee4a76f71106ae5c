using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MobileNets.Kernels.Generator;

/// <summary>Writes the micro-kernels of every class with <c>[VectorKernels]</c>.</summary>
[Generator]
internal sealed class VectorKernelsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var shapes = context.SyntaxProvider.ForAttributeWithMetadataName(
            "MobileNets.Kernels.VectorKernelsAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => Read(found.TargetSymbol, found.Attributes[0].ConstructorArguments));
        context.RegisterSourceOutput(shapes, static (output, shape) => output.AddSource($"{shape.ClassName}.g.cs", KernelClassWriter.Write(shape)));
    }

    private static KernelShape Read(ISymbol kernels, ImmutableArray<TypedConstant> arguments) => new(
        kernels.ContainingNamespace.ToDisplayString(),
        kernels.Name,
        (int)arguments[0].Value!,
        [.. arguments[1].Values.Select(rows => (int)rows.Value!)],
        (int)arguments[2].Value!);
}
