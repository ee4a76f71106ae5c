using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What one call of a function keeps from its forward for its backward. It lives as long as the call's node in the graph.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly IBackward _function;
            private readonly bool[] _isTensor;
            private readonly Dictionary<string, object?> _data = [];
            private readonly Lock _lock = new();
            private List<Tensor?> _toSave = [];
            private List<Tensor> _dirty = [];
            private List<Tensor> _nonDifferentiable = [];
            private int _saved;

            internal AutogradContext(IBackward function, bool[] isTensor) => (_function, _isTensor) = (function, isTensor);

            /// <summary>The native node; 0 while nothing is recorded and after the graph has let go of it.</summary>
            internal nint Node { get; set; }

            /// <summary>Whether an output that got no gradient has zeros in the backward (the default), or an invalid tensor.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps inputs or outputs, null among them; the backward finds out if one has been changed in place since.</summary>
            public void save_for_backward(List<Tensor?> tensors) => _toSave = tensors;

            public void save_data(string key, object? value) => _data[key] = value;

            /// <summary>Says which inputs the forward changes in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => _dirty = tensors;

            /// <summary>Says which outputs get no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => _nonDifferentiable = tensors;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>What the forward saved; each call makes new references.</summary>
            public List<Tensor?> get_saved_variables()
            {
                var handles = new nint[_saved];
                lock (_lock)
                    if (Node != 0)
                        NativeMethods.Check(NativeMethods.st_saved(Node, handles));
                return [.. handles.Select(handle => handle == 0 ? null : new Tensor(handle))];
            }

            /// <summary>What was saved under a key, or null.</summary>
            public object? get_data(string key) => _data.GetValueOrDefault(key);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Turns the forward's outputs into the call's results and saves what it asked to.</summary>
            internal List<Tensor> Wrap(nint owner, nint[] inputs, List<Tensor> outputs)
            {
                var (raw, nonDifferentiable, dirty) = (Handles(outputs), Handles(_nonDifferentiable), Handles(_dirty));
                var wrapped = new nint[raw.Length];
                NativeMethods.Check(NativeMethods.st_wrap_outputs(owner, MaterializeGrads ? 1 : 0, inputs, inputs.Length,
                    nonDifferentiable, nonDifferentiable.Length, dirty, dirty.Length, raw, raw.Length, wrapped));
                var results = wrapped.Select(handle => new Tensor(handle)).ToList();
                if (Node != 0)
                {
                    NativeMethods.Check(NativeMethods.st_save(Node, [.. _toSave.Select(ManagedCallbacks.HandleOrNull)], _toSave.Count));
                    _saved = _toSave.Count;
                }
                GC.KeepAlive(outputs);
                (_toSave, _dirty, _nonDifferentiable) = ([], [], []);
                return results;
            }

            /// <summary>Runs the backward and checks what it returns: one gradient for each tensor among the arguments, or null.</summary>
            internal List<Tensor?> Backward(List<Tensor> gradients)
            {
                List<Tensor?> computed;
                lock (_isTensor)
                    computed = _function.Backward(this, gradients);
                if (computed.Count > _isTensor.Length && computed.Skip(_isTensor.Length).All(IsNothing))
                    computed = computed.GetRange(0, _isTensor.Length);
                // The exception's type is TorchSharp's; nothing is left to implement.
                if (computed.Count != _isTensor.Length)
                    throw new NotImplementedException($"Function {_function.Name} returned an incorrect number of gradients (expected {_isTensor.Length}), got {computed.Count}");
                for (var i = 0; i < computed.Count; i++)
                    if (!_isTensor[i] && !IsNothing(computed[i]))
                        throw new NotImplementedException($"Function {_function.Name} returned a gradient at position {i + 1}, but the corresponding forward input was not a Tensor");
                return [.. computed.Where((_, i) => _isTensor[i])];
            }

            internal void NodeIsGone()
            {
                lock (_lock)
                    Node = 0;
            }

            private static bool IsNothing(Tensor? tensor) => tensor is null or { IsInvalid: true };
        }
    }
}
