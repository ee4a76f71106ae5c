using System.Collections;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }

    namespace Modules
    {
        /// <summary>A list of modules, registered under their indices.</summary>
        public class ModuleList<T> : torch.nn.Module, IEnumerable<T> where T : torch.nn.Module
        {
            private readonly List<T> _list = [];

            public ModuleList(params T[] modules) : base(nameof(ModuleList<T>))
            {
                foreach (var module in modules)
                    Add(module);
            }

            public int Count => _list.Count;

            public T this[int index]
            {
                get => _list[index];
                set
                {
                    ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _list.Count);
                    _list[index] = value;
                    _internal_submodules[index.ToString(System.Globalization.CultureInfo.InvariantCulture)] = value;
                }
            }

            public void Add(T item)
            {
                register_module(_list.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), item);
                _list.Add(item);
            }

            public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            protected override void RegisterComponents()
            {
            }
        }
    }
}
