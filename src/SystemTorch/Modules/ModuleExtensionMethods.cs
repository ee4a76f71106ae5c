namespace TorchSharp;

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Convert(module, type, null);
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Convert(module, type, device);
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => Convert(module, null, device);
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, null, torch.CPU);
    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.Float32, null);
    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Convert(module, torch.ScalarType.Float64, null);

    private static T Convert<T>(T module, torch.ScalarType? type, torch.Device? device) where T : torch.nn.Module
    {
        module.Convert(type, device);
        return module;
    }
}
