namespace MobileNets.Weights;

/// <summary>A file that holds one pickled object and, apart from it, the bytes of its tensors.</summary>
internal interface ICheckpointContainer
{
    /// <summary>The unpickled object, made of the values that <see cref="PickleMachine"/> lists.</summary>
    object? Root { get; }

    /// <summary>Reads a storage's bytes, as many as it says.</summary>
    /// <exception cref="WeightsFormatException">The file has none of that name, or one of another length.</exception>
    byte[] ReadStorage(StorageReference storage);
}
