using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator s_conv2d = new("aten::conv2d");
            private static readonly Operator s_batchNorm = new("aten::batch_norm");
            private static readonly Operator s_linear = new("aten::linear");
            private static readonly Operator s_dropout = new("aten::dropout");
            private static readonly Operator s_dropout_ = new("aten::dropout_");
            private static readonly Operator s_adaptiveAvgPool2d = new("aten::adaptive_avg_pool2d");
            private static readonly Operator s_crossEntropy = new("aten::cross_entropy_loss");
            private static readonly Operator s_nllLoss = new("aten::nll_loss");
            private static readonly Operator s_mseLoss = new("aten::mse_loss");
            private static readonly Operator s_oneHot = new("aten::one_hot");

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                s_conv2d.Call(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups);

            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                s_batchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => s_linear.Call(input, weights, bias);

            // An in-place result is an alias, so that a Sequential may dispose the input and keep the result.
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.relu6_().alias() : x.relu6();

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? s_dropout_.CallInPlace(input, input, p, training).alias() : s_dropout.Call(input, p, training);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => s_adaptiveAvgPool2d.Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                s_crossEntropy.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                s_nllLoss.Call(input, target, weight, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => s_mseLoss.Call(input, target, (long)reduction);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => s_oneHot.Call(x, num_classes);
        }
    }
}
