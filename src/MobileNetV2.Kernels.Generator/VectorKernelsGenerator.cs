using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MobileNets.Kernels.Generator;

/// <summary>Writes the micro-kernels of every class with <c>[VectorKernels]</c> or <c>[VectorTrainingKernels]</c>.</summary>
[Generator]
internal sealed class VectorKernelsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterSourceOutput(
            Classes(context, "VectorKernels", ReadKernels),
            static (output, shape) => output.AddSource($"{shape.ClassName}.g.cs", KernelClassWriter.Write(shape)));
        context.RegisterSourceOutput(
            Classes(context, "VectorTrainingKernels", ReadTraining),
            static (output, shape) => output.AddSource($"{shape.ClassName}.g.cs", TrainingClassWriter.Write(shape)));
    }

    private static IncrementalValuesProvider<T> Classes<T>(
        IncrementalGeneratorInitializationContext context, string attribute, Func<INamedTypeSymbol, ImmutableArray<TypedConstant>, T> read) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            $"MobileNets.Kernels.{attribute}Attribute",
            static (node, _) => node is ClassDeclarationSyntax,
            (found, _) => read((INamedTypeSymbol)found.TargetSymbol, found.Attributes[0].ConstructorArguments));

    private static KernelShape ReadKernels(INamedTypeSymbol kernels, ImmutableArray<TypedConstant> arguments) => new(
        kernels.ContainingNamespace.ToDisplayString(),
        kernels.Name,
        kernels.BaseType!.TypeArguments[0].ToDisplayString(),
        (int)arguments[0].Value!,
        [.. arguments[1].Values.Select(rows => (int)rows.Value!)],
        (int)arguments[2].Value!,
        arguments[3].IsNull ? [] : [.. arguments[3].Values.Select(rows => (int)rows.Value!)]);

    private static TrainingShape ReadTraining(INamedTypeSymbol kernels, ImmutableArray<TypedConstant> arguments) => new(
        kernels.ContainingNamespace.ToDisplayString(),
        kernels.Name,
        (int)arguments[0].Value!,
        (int)arguments[1].Value!,
        (int)arguments[2].Value!,
        (int)arguments[3].Value!,
        (int)arguments[4].Value!,
        (int)arguments[5].Value!);
}
