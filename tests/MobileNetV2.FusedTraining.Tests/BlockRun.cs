using MobileNets.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>A forward and a backward pass of one fused block on a module's parameters.</summary>
internal static unsafe class BlockRun
{
    private const int Threads = 2;

    /// <returns>The output and every gradient by name, the input's as <c>input</c>.</returns>
    public static Dictionary<string, Tensor> Of(MobileNets.Modules.InvertedResidual module, Tensor input, Tensor direction, KernelSet kernels, Folding folding)
    {
        var images = (int)input.shape[0];
        var (inputShape, outputShape) = (ShapeOf(input), ShapeOf(direction));
        var groups = new ImageGroups(images, Threads);
        using var zeros = new AlignedBuffer(4096);
        var context = new PassContext(kernels, groups, Threads, zeros)
        {
            FewestFoldedPixels = folding == Folding.None ? int.MaxValue : 1, FewestUnstoredPixels = folding == Folding.StoredExpansion ? int.MaxValue : 1,
        };
        var measure = new Arena(null);
        Build(measure);
        using var memory = new AlignedBuffer(measure.Used);
        var (block, producer, blockInput) = Build(new Arena(memory.Pointer));

        var parameters = module.named_parameters().ToArray();
        var results = parameters.ToDictionary(entry => entry.name, entry => torch.zeros(entry.parameter.shape));
        using var running = torch.zeros([2, 4096]);
        var layers = new FusedLayer[block.LayerCount];
        var gradients = new FusedGradients[block.LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = new FusedLayer
            {
                Weight = RawTensors.Pointer(parameters[3 * i].parameter), Scale = RawTensors.Pointer(parameters[3 * i + 1].parameter),
                Shift = RawTensors.Pointer(parameters[3 * i + 2].parameter), RunningMean = RawTensors.Pointer(running),
                RunningVariance = RawTensors.Pointer(running) + 4096, Momentum = 0.1, Epsilon = 1e-5, UsesBatchStatistics = true,
            };
            gradients[i] = new FusedGradients
            {
                Weight = RawTensors.Pointer(results[parameters[3 * i].name]), Scale = RawTensors.Pointer(results[parameters[3 * i + 1].name]),
                Shift = RawTensors.Pointer(results[parameters[3 * i + 2].name]),
            };
        }

        using var team = new WorkerTeam(Threads);
        AlignedBuffer[] scratch = [new(block.ScratchFloats), new(block.ScratchFloats)];
        // A batch norm of powers of two and quarters: the numbers that it makes the input of are exact.
        var isFolded = folding == Folding.InputAndExpansion;
        var channels = Enumerable.Range(0, inputShape.Channels);
        using var scale = tensor(channels.Select(channel => isFolded ? MathF.Pow(2, channel % 4 - 2) : 1).ToArray());
        using var shift = tensor(channels.Select(channel => isFolded ? channel % 7 / 4f - 0.75f : 0).ToArray());
        using var unit = ones(inputShape.Channels);
        producer.Norm.FinishForward(new FusedLayer
        {
            Scale = RawTensors.Pointer(scale), Shift = RawTensors.Pointer(shift), RunningMean = RawTensors.Pointer(running),
            RunningVariance = RawTensors.Pointer(unit),
        });
        var stored = blockInput.Values ?? producer.Raw;
        ToBlocks((input - shift.view(1, -1, 1, 1)) / scale.view(1, -1, 1, 1), stored);
        var forward = new PhaseList(scratch);
        blockInput.Gram?.Clear();
        for (var image = 0; image < images; image++)
            blockInput.Gram?.Add(kernels.Training, 0, stored, image, scratch[0].Pointer);
        var packing = new List<Action>();
        block.AddPacking(packing, layers);
        forward.Add("pack", packing);
        block.AddForward(forward, layers);
        forward.RunBy(team);
        results["output"] = FromBlocks(block.Output.Values!.Value, images);

        var sizes = block.GradientSizes;
        using var gradientMemory = new AlignedBuffer(GradientMemory.Floats(sizes, groups));
        using var dummy = torch.zeros(1);
        var pass = new BackwardPass(new GradientMemory(gradientMemory.Pointer, sizes, groups), gradients, RawTensors.Pointer(dummy));
        var gradient = pass.Memory.Narrow(1, outputShape);
        ToBlocks(direction, gradient);
        var (raw, norm) = (block.Output.Producer.Raw, block.Output.Producer.Norm);
        norm.ClearBackward();
        for (var image = 0; image < images; image++)
            for (var channelBlock = 0; channelBlock < outputShape.Blocks; channelBlock++)
                kernels.Training.MaskGradient(
                    gradient.At(image, channelBlock), null, raw.At(image, channelBlock), outputShape.Pixels, norm.Record(channelBlock), null,
                    norm.BackwardSums(0, channelBlock));
        var backward = new PhaseList(scratch);
        var inputGradient = block.AddBackward(backward, pass, gradient, pass.Memory.Narrow(0, inputShape));
        backward.RunBy(team);
        results["input"] = FromBlocks(inputGradient, images);
        foreach (var buffer in scratch)
            buffer.Dispose();
        return results;

        (InvertedResidual Block, NormedMap Producer, LayerInput Input) Build(Arena arena)
        {
            var producer = NormedMap.Create(arena, context, inputShape, relu6: false);
            var input = new LayerInput(producer, folding == Folding.InputAndExpansion ? null : arena.Map(images, inputShape));
            return (new InvertedResidual(arena, context, input, module.Plan, null, 0), producer, input);
        }
    }

    private static MapShape ShapeOf(Tensor tensor) => new((int)tensor.shape[1], (int)tensor.shape[2], (int)tensor.shape[3]);

    private static void ToBlocks(Tensor tensor, Map map)
    {
        var numbers = RawTensors.Pointer(tensor);
        for (var image = 0; image < tensor.shape[0]; image++)
            for (var channel = 0; channel < map.Shape.Channels; channel++)
                for (var pixel = 0; pixel < map.Shape.Pixels; pixel++)
                    map.At(image, channel / 16, pixel)[channel % 16] = *numbers++;
    }

    private static Tensor FromBlocks(Map map, int images)
    {
        var tensor = torch.zeros([images, map.Shape.Channels, map.Shape.Height, map.Shape.Width]);
        var numbers = RawTensors.Pointer(tensor);
        for (var image = 0; image < images; image++)
            for (var channel = 0; channel < map.Shape.Channels; channel++)
                for (var pixel = 0; pixel < map.Shape.Pixels; pixel++)
                    *numbers++ = map.At(image, channel / 16, pixel)[channel % 16];
        return tensor;
    }
}
