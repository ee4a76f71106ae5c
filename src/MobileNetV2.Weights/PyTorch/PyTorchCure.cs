namespace MobileNets.Weights;

/// <summary>What a user can do about a PyTorch file that is refused.</summary>
internal static class PyTorchCure
{
    public const string FetchAgain = "The file is cut off, damaged or no PyTorch file; download or save it again.";

    public const string SaveStateDict = "Only tensors are read; save them alone in Python: torch.save(model.state_dict(), path).";
}
