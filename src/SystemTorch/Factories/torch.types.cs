namespace TorchSharp;

public static partial class torch
{
    /// <summary>An element type; the numbers are libtorch's.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        Bool = 11,
        BFloat16 = 15,
    }

    /// <summary>Where a tensor lives.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Enum.TryParse<DeviceType>(parts[0], ignoreCase: true, out var parsed) && parts.Length <= 2
                ? parsed
                : throw new ArgumentException($"'{description}' is not a device; write for example 'cpu' or 'cuda:0'.", nameof(description));
            index = parts.Length == 2 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : -1;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public override string ToString() => type.ToString().ToLowerInvariant() + (index < 0 ? "" : $":{index}");

        public static implicit operator Device(string description) => new(description);
    }
}

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
}
