using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_sum = new("aten::sum");
        private static readonly Operator s_sumDims = new("aten::sum", "dim_IntList");
        private static readonly Operator s_mean = new("aten::mean");
        private static readonly Operator s_meanDims = new("aten::mean", "dim");
        private static readonly Operator s_max = new("aten::max");
        private static readonly Operator s_maxDim = new("aten::max", "dim");
        private static readonly Operator s_min = new("aten::min");
        private static readonly Operator s_minDim = new("aten::min", "dim");
        private static readonly Operator s_argmax = new("aten::argmax");
        private static readonly Operator s_topk = new("aten::topk");
        private static readonly Operator s_all = new("aten::all");
        private static readonly Operator s_any = new("aten::any");
        private static readonly Operator s_norm = new("aten::norm", "Scalar");
        private static readonly Operator s_var = new("aten::var", "dim");
        private static readonly Operator s_softmax = new("aten::softmax", "int");
        private static readonly Operator s_logSoftmax = new("aten::log_softmax", "int");

        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => s_sumDims.Call(this, dim, keepdim, type);
        public Tensor mean() => s_mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => s_meanDims.Call(this, dimensions, keepdim, type);
        public Tensor max() => s_max.Call(this);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => s_maxDim.CallPair(this, dim, keepdim);
        public Tensor min() => s_min.Call(this);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => s_minDim.CallPair(this, dim, keepdim);
        public Tensor argmax() => s_argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => s_topk.CallPair(this, (long)k, (long)dim, largest, sorted);
        public Tensor all() => s_all.Call(this);
        public Tensor any() => s_any.Call(this);
        public Tensor norm(float p = 2) => s_norm.Call(this, (double)p);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            if (type is { } wanted && wanted != dtype)
                throw new NotSupportedException("Convert the tensor before taking its variance.");
            return s_var.Call(this, dimensions, unbiased, keepdim);
        }
        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmax.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_logSoftmax.Call(this, dim, dtype);
    }
}
