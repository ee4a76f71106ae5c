using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SystemTorch.Tests.PublicSurface;

/// <summary>Lists the public and protected members of types, one a line, the way the listing of TorchSharp was written.</summary>
/// <remarks>
/// The listing's conventions, where they are not C#'s:
/// <list type="bullet">
/// <item>Names lose <c>System</c>, <c>System.Collections.Generic</c>, <c>System.IO</c>, <c>TorchSharp</c> and
/// <c>TorchSharp.Modules</c> and keep what follows (<c>Numerics.Complex</c>, <c>Utils.OrderedDict</c>); so a type's own
/// namespace shows only in the order of the lines (see <see cref="TorchSharpListing.NamespaceOf"/>).</item>
/// <item>Only the nine keywords of <see cref="Keywords"/> are used; <c>short</c> is <c>Int16</c>, <c>char</c> is <c>Char</c>.</item>
/// <item>A nested generic type shows all its arguments at the end: <c>HookableModule.HookRemover&lt;TPreHook, TPostHook&gt;</c>.</item>
/// <item><c>protected internal</c> is <c>protected</c>: nobody outside the assembly can tell them apart.</item>
/// <item>Properties do not show <c>static</c>'s siblings (virtual, override, abstract), and indexers not their parameters:
/// an indexer is a property called Item, or what IndexerName says.</item>
/// <item>A method that implements an interface without being declared virtual is virtual and final to the runtime: plain here.</item>
/// <item>Finalizers appear as <c>Finalize</c>, operators as <c>op_…</c>, default enum values without their enum's outer types.</item>
/// <item>Not shown at all: interfaces, generic constraints, nullable annotations, names of tuple elements, readonly, const.</item>
/// </list>
/// </remarks>
public static class SurfaceLister
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float",
        [typeof(double)] = "double",
    };

    public static IEnumerable<Type> VisibleTypes(Assembly assembly) => assembly.GetTypes().Where(IsVisible);

    public static IEnumerable<string> List(Type type)
    {
        var name = TypeName(type);
        return Members(type).Prepend(TypeLine(type)).Select(member => $"{name} :: {member}");
    }

    private static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private static string TypeLine(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsAbstract && type.IsSealed)
            return "static class";

        var isDelegate = type.BaseType == typeof(MulticastDelegate);
        var kind = isDelegate ? "delegate"
            : type.IsValueType ? "struct"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        return type.BaseType == typeof(object) ? kind : $"{kind} : {TypeName(type.BaseType!)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => $"value {field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(Constructor)
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && !IsAccessor(method)).Select(Method))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)).Select(Event))
            .Concat(type.GetFields(Declared).Where(IsVisible).Select(Field));
    }

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Constructor(ConstructorInfo constructor) =>
        $"{Obsolete(constructor)}{Access(constructor.IsPublic)}ctor({Parameters(constructor)})";

    private static string Method(MethodInfo method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "[ext] " : "";
        var generics = method.IsGenericMethodDefinition ? $"<{TypeNames(method.GetGenericArguments())}>" : "";
        return $"{Obsolete(method)}{extension}{Access(method.IsPublic)}{Modifier(method)}"
            + $"{ReferencedName(method.ReturnType)} {method.Name}{generics}({Parameters(method)})";
    }

    private static string Modifier(MethodInfo method)
    {
        if (method.IsStatic)
            return "static ";
        if (method.IsAbstract)
            return "abstract ";
        if (method.GetBaseDefinition().DeclaringType != method.DeclaringType)
            return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true);
        var isPublic = accessors.Any(accessor => accessor.IsPublic);
        var isStatic = accessors[0].IsStatic ? "static " : "";
        return $"{Obsolete(property)}{Access(isPublic)}{isStatic}{ReferencedName(property.PropertyType)} {property.Name} "
            + $"{{ {Accessor("get", property.GetMethod)}{Accessor("set", property.SetMethod)}}}";

        string Accessor(string keyword, MethodInfo? accessor) =>
            accessor is null || !IsVisible(accessor) ? ""
            : accessor.IsPublic || !isPublic ? $"{keyword}; "
            : $"protected {keyword}; ";
    }

    private static string Event(EventInfo e) =>
        $"{Obsolete(e)}{Access(e.AddMethod!.IsPublic)}event {TypeName(e.EventHandlerType!)} {e.Name}";

    private static string Field(FieldInfo field) =>
        $"{Obsolete(field)}{Access(field.IsPublic)}{(field.IsStatic ? "static " : "")}{TypeName(field.FieldType)} {field.Name}";

    private static string Access(bool isPublic) => isPublic ? "public " : "protected ";

    private static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute), false) ? "[Obsolete] " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        var defaultValue = parameter.HasDefaultValue ? $" = {DefaultValue(parameter)}" : "";
        return $"{prefix}{TypeName(parameter.ParameterType)} {parameter.Name}{defaultValue}";
    }

    private static string DefaultValue(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.RawDefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && type == parameter.ParameterType ? "default" : "null",
            var value when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
            bool value => value ? "true" : "false",
            string value => $"\"{value}\"",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string ReferencedName(Type type) => type.IsByRef ? "ref " + TypeName(type) : TypeName(type);

    private static string TypeNames(IEnumerable<Type> types) => string.Join(", ", types.Select(TypeName));

    public static string TypeName(Type type)
    {
        if (type.IsByRef)
            return TypeName(type.GetElementType()!);
        if (type.IsPointer)
            return TypeName(type.GetElementType()!) + "*";
        if (type.IsArray)
            return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return TypeName(underlying) + "?";
        if (type is { IsGenericType: true, Namespace: "System" } && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal))
            return $"({TypeNames(TupleElements(type))})";

        var arguments = type.GetGenericArguments();
        return QualifiedName(type) + (arguments.Length == 0 ? "" : $"<{TypeNames(arguments)}>");
    }

    private static IEnumerable<Type> TupleElements(Type tuple)
    {
        // The eighth argument of a long tuple is another tuple with the rest.
        var arguments = tuple.GetGenericArguments();
        return arguments.Length < 8 ? arguments : arguments.Take(7).Concat(TupleElements(arguments[7]));
    }

    private static string QualifiedName(Type type)
    {
        var name = type.Name.Split('`')[0];
        if (type.DeclaringType is { } outer)
            return $"{QualifiedName(outer)}.{name}";
        return type.Namespace switch
        {
            null or "System" or "System.Collections.Generic" or "System.IO" or "TorchSharp" or "TorchSharp.Modules" => name,
            var ns when ns.StartsWith("System.", StringComparison.Ordinal) => $"{ns["System.".Length..]}.{name}",
            var ns when ns.StartsWith("TorchSharp.", StringComparison.Ordinal) => $"{ns["TorchSharp.".Length..]}.{name}",
            var ns => $"{ns}.{name}",
        };
    }
}
