namespace MobileNets.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record Options(int Classes, int PerClass, int Size, double Width, int Batch, int Epochs, int Rounds, int Threads)
{
    public const string Usage = """
        Trains this repository's MobileNetV2 and torchvision's from a plain PyTorch script on the same generated flowers, in turns.

          --classes N    species (default: 102)
          --per-class N  pictures of each, three fifths to train on, a fifth for validation (default: 10)
          --size N       height and width of what the network sees (default: 224)
          --width X      width multiplier (default: 1.0)
          --batch N      pictures a step (default: 16)
          --epochs N     timed epochs of every turn, after one that warms up (default: 1)
          --rounds N     turns of each side (default: 3)
          --threads N    threads that compute, and as many workers that decode (default: processors)
        """;

    public static Options Parse(string[] words)
    {
        var arguments = new Arguments(words, Usage);
        return new Options(
            arguments.Positive("--classes", 102), arguments.Positive("--per-class", 10), arguments.Positive("--size", 224), arguments.Positive("--width", 1.0),
            arguments.Positive("--batch", 16), arguments.Positive("--epochs", 1), arguments.Positive("--rounds", 3), arguments.Positive("--threads", Environment.ProcessorCount));
    }
}
