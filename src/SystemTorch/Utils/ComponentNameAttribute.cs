namespace TorchSharp.Utils;

/// <summary>The name under which a field's parameter, buffer or module appears in the state dict, instead of the field's own.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
