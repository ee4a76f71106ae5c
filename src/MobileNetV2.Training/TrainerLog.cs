using Microsoft.Extensions.Logging;
using MobileNets.Modules;

namespace MobileNets.Training;

/// <summary>What the trainer tells its logger.</summary>
internal static partial class TrainerLog
{
    public static void EpochEnded(this ILogger logger, EpochResult epoch) =>
        logger.EpochEnded(epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.IsBest);

    [LoggerMessage(1, LogLevel.Information, "Resuming in epoch {Epoch}, {Steps} steps in")]
    public static partial void Resumed(this ILogger logger, int epoch, int steps);

    [LoggerMessage(3, LogLevel.Warning, "Picture left out: {Reason}")]
    public static partial void PictureSkipped(this ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The run began with {Before} torch threads and goes on with {Now}: its weights will not be those of an uninterrupted run, bit for bit")]
    public static partial void OtherThreads(this ILogger logger, int before, int now);

    public static void ComputeChosen(this ILogger logger, ComputeMode chosen, string why) =>
        logger.ComputeChosen(chosen == ComputeMode.Fused ? "fused" : "with torch's operators", why);

    [LoggerMessage(6, LogLevel.Warning, "The run began with compute {Before} and goes on with {Now}: its weights will not be those of an uninterrupted run, bit for bit")]
    public static partial void OtherCompute(this ILogger logger, ComputeMode before, ComputeMode now);

    [LoggerMessage(5, LogLevel.Information, "Steps are computed {How}: {Why}")]
    private static partial void ComputeChosen(this ILogger logger, string how, string why);

    [LoggerMessage(2, LogLevel.Information, "Epoch {Epoch}: train loss {TrainLoss}, validation loss {ValidationLoss}, accuracy {Accuracy}, best so far: {IsBest}")]
    private static partial void EpochEnded(this ILogger logger, int epoch, double trainLoss, double validationLoss, double accuracy, bool isBest);
}
