// The C face of libtorch that SystemTorch binds to: operators by name through the dispatcher (boxed, so one entry point
// reaches all of ATen with autograd, and nothing here changes between libtorch 1.13 and 2.x), plus the few things that
// are not operators: autograd's entry points and a graph node whose backward is managed code. Every function catches
// everything; 1 means that st_last_error() holds the message, 2 that st_managed_exception() holds what managed code threw.

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/version.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define ST_API extern "C" __attribute__((visibility("default")))

namespace {

using namespace torch::autograd;

// A handle is one owned reference to a TensorImpl.
using Handle = void*;

void (*free_managed)(void*);
void* (*apply_managed)(void* context, const Handle* gradients, int32_t count, Handle* results);

// A GC handle, freed with this object.
struct Managed {
    explicit Managed(void* handle) : handle(handle) {}
    Managed(const Managed&) = delete;
    ~Managed() { free_managed(handle); }
    void* const handle;
};

// Carries an exception of managed code through libtorch's frames.
struct ManagedException : std::exception {
    explicit ManagedException(void* handle) : exception(std::make_shared<Managed>(handle)) {}
    const char* what() const noexcept override { return "an exception in managed code"; }
    std::shared_ptr<Managed> exception;
};

thread_local std::string last_error;
thread_local std::shared_ptr<Managed> managed_exception;

template <typename F>
int guarded(F&& body) {
    try {
        body();
        return 0;
    } catch (const ManagedException& e) {
        managed_exception = e.exception;
        return 2;
    } catch (const c10::Error& e) {
        last_error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "unknown native exception";
    }
    return 1;
}

at::Tensor reclaim(Handle handle) {
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(static_cast<at::TensorImpl*>(handle)));
}

at::Tensor borrow(Handle handle) {
    TORCH_CHECK(handle != nullptr, "Tensor invalid -- empty handle.");
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(
        static_cast<at::TensorImpl*>(handle)));
}

Handle own(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

// Null handles become undefined tensors.
std::vector<at::Tensor> borrow_all(const Handle* handles, int32_t count) {
    std::vector<at::Tensor> tensors(count);
    for (int i = 0; i < count; i++)
        if (handles[i]) tensors[i] = borrow(handles[i]);
    return tensors;
}

enum Tag : int32_t { NONE = 0, TENSOR = 1, INT = 2, DOUBLE = 3, BOOL = 4, INT_LIST = 5, DOUBLE_LIST = 6, TENSOR_LIST = 7,
                     STRING = 8, DEVICE = 9, GENERATOR = 10, DEFAULT = 11 };

const char* tag_names[] = {"None", "Tensor", "int", "float", "bool", "int[]", "float[]", "Tensor[]", "str", "Device",
                           "Generator", "default"};

struct Value {
    int32_t tag;
    int32_t count;      // elements of a list, bytes of a string, index of a device
    int64_t bits;       // the integer, the double's bits, the handle, or a pointer to the list
};

double as_double(const Value& v) {
    double d;
    std::memcpy(&d, &v.bits, sizeof d);
    return d;
}

template <typename T>
const T* list_of(const Value& v) {
    return reinterpret_cast<const T*>(v.bits);
}

// The IValue that the schema wants for this argument; false when the argument's kind does not fit. A bare stack with a
// wrong kind on it is undefined behaviour, so nothing is pushed unchecked.
bool convert(const Value& v, const c10::Type& type, c10::IValue& out) {
    switch (type.kind()) {
        case c10::TypeKind::OptionalType:
            if (v.tag == NONE) { out = c10::IValue(); return true; }
            return convert(v, *type.containedType(0), out);
        case c10::TypeKind::TensorType:
            if (v.tag == TENSOR) { out = borrow(reinterpret_cast<Handle>(v.bits)); return true; }
            return false;
        case c10::TypeKind::IntType:
            if (v.tag == INT) { out = v.bits; return true; }
            return false;
        case c10::TypeKind::FloatType:
            if (v.tag == DOUBLE) { out = as_double(v); return true; }
            if (v.tag == INT) { out = static_cast<double>(v.bits); return true; }
            return false;
        case c10::TypeKind::BoolType:
            if (v.tag == BOOL) { out = v.bits != 0; return true; }
            return false;
        case c10::TypeKind::NumberType:
            if (v.tag == INT) { out = at::Scalar(v.bits); return true; }
            if (v.tag == DOUBLE) { out = at::Scalar(as_double(v)); return true; }
            if (v.tag == BOOL) { out = at::Scalar(v.bits != 0); return true; }
            return false;
        case c10::TypeKind::StringType:
            if (v.tag == STRING) { out = std::string(list_of<char>(v), v.count); return true; }
            return false;
        case c10::TypeKind::DeviceObjType:
            if (v.tag == DEVICE) {
                out = c10::Device(static_cast<c10::DeviceType>(v.bits), static_cast<c10::DeviceIndex>(v.count));
                return true;
            }
            return false;
        case c10::TypeKind::GeneratorType:
            if (v.tag == GENERATOR) { out = *reinterpret_cast<at::Generator*>(v.bits); return true; }
            return false;
        case c10::TypeKind::ListType: {
            const auto element = type.containedType(0)->kind();
            if (element == c10::TypeKind::IntType && v.tag == INT_LIST) {
                c10::List<int64_t> list;
                list.reserve(v.count);
                for (int i = 0; i < v.count; i++) list.push_back(list_of<int64_t>(v)[i]);
                out = std::move(list);
                return true;
            }
            if (element == c10::TypeKind::FloatType && v.tag == DOUBLE_LIST) {
                c10::List<double> list;
                for (int i = 0; i < v.count; i++) list.push_back(list_of<double>(v)[i]);
                out = std::move(list);
                return true;
            }
            if (element == c10::TypeKind::TensorType && v.tag == TENSOR_LIST) {
                c10::List<at::Tensor> list;
                for (int i = 0; i < v.count; i++) list.push_back(borrow(list_of<Handle>(v)[i]));
                out = std::move(list);
                return true;
            }
            return false;
        }
        default:
            return false;
    }
}

void put(Value* results, int32_t capacity, int32_t& count, Value value) {
    TORCH_CHECK(count < capacity, "the operator returned more than ", capacity, " values");
    results[count++] = value;
}

void put_all(const c10::IValue& value, Value* results, int32_t capacity, int32_t& count) {
    if (value.isTensor()) {
        put(results, capacity, count, {TENSOR, 0, reinterpret_cast<int64_t>(own(value.toTensor()))});
    } else if (value.isTensorList()) {
        for (const at::Tensor& t : value.toTensorVector())
            put(results, capacity, count, {TENSOR, 0, reinterpret_cast<int64_t>(own(t))});
    } else if (value.isInt()) {
        put(results, capacity, count, {INT, 0, value.toInt()});
    } else if (value.isBool()) {
        put(results, capacity, count, {BOOL, 0, value.toBool()});
    } else if (value.isDouble()) {
        Value v{DOUBLE, 0, 0};
        const double d = value.toDouble();
        std::memcpy(&v.bits, &d, sizeof d);
        put(results, capacity, count, v);
    } else {
        TORCH_CHECK(false, "unsupported result type ", value.tagKind());
    }
}

// A custom function's node. Its context is the managed object that apply_managed hands the gradients to, and that returns
// references of its own.
struct ManagedNode : Node {
    explicit ManagedNode(void* context) : context(context) {}

    variable_list apply(variable_list&& gradients) override {
        std::vector<Handle> given(gradients.size());
        for (size_t i = 0; i < gradients.size(); i++)
            given[i] = own(gradients[i].defined() || !materialize ? gradients[i] : input_metadata(i).zeros_like());
        std::vector<Handle> results(num_outputs());
        if (void* exception = apply_managed(context.handle, given.data(), static_cast<int32_t>(given.size()), results.data()))
            throw ManagedException(exception);
        variable_list computed;
        for (Handle result : results) computed.push_back(result ? reclaim(result) : at::Tensor());
        return computed;
    }

    void release_variables() override {
        std::lock_guard<std::mutex> lock(mutex_);
        for (auto& variable : saved) variable.reset_data();
    }

    void save(const variable_list& variables) {
        for (const auto& variable : variables)
            saved.push_back(variable.defined() ? SavedVariable(variable, variable.grad_fn().get() == this) : SavedVariable());
    }

    variable_list unpack() {
        std::lock_guard<std::mutex> lock(mutex_);
        variable_list variables;
        for (const auto& variable : saved) variables.push_back(variable.unpack(shared_from_this()));
        return variables;
    }

    std::string name() const override { return "ManagedNode"; }

    bool materialize = true;
    std::vector<SavedVariable> saved;
    Managed context;
};

using Impls = std::unordered_set<at::TensorImpl*>;

Impls impls_of(const Handle* handles, int32_t count) {
    Impls impls;
    for (int i = 0; i < count; i++)
        if (handles[i]) impls.insert(static_cast<at::TensorImpl*>(handles[i]));
    return impls;
}

// Later versions of libtorch take more arguments: a set of what was saved, and how an output that is an input is viewed.
template <typename T>
T further_argument() {
    auto view = [](const at::Tensor& tensor) { return tensor.view_as(tensor); };
    if constexpr (std::is_constructible_v<T, decltype(view)>)
        return view;
    else
        return T();
}

template <typename... Further>
optional_variable_list wrap(
    optional_variable_list (*wrap_outputs)(const variable_list&, const Impls&, const Impls&, at::ArrayRef<c10::optional<Variable>>,
                                           const std::shared_ptr<Node>&, _jvp_fn_t, Further...),
    const variable_list& inputs, const Impls& non_differentiable, const Impls& dirty, const optional_variable_list& outputs,
    const std::shared_ptr<Node>& node) {
    _jvp_fn_t no_forward_mode = [](variable_list, variable_list) -> variable_list {
        TORCH_CHECK(false, "custom functions have no forward-mode derivative");
    };
    return wrap_outputs(inputs, non_differentiable, dirty, outputs, node, no_forward_mode, further_argument<std::decay_t<Further>>()...);
}

}  // namespace

struct TensorInfo {
    void* data;
    const int64_t* sizes;
    const int64_t* strides;
    int64_t dimensions;
    int64_t elements;
    int64_t element_size;
    int64_t storage_offset;
    int64_t owned_bytes;    // of the storage, 0 when it is shared with another tensor
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t flags;          // 1 requires_grad, 2 leaf, 4 contiguous
};

ST_API const char* st_last_error() { return last_error.c_str(); }

ST_API int st_operator(const char* name, const char* overload, const c10::OperatorHandle** found) {
    return guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(handle.has_value(), "libtorch ", TORCH_VERSION, " has no operator ", name, *overload ? "." : "", overload);
        *found = new c10::OperatorHandle(*handle);  // kept for the life of the process, like the operator itself
    });
}

ST_API int st_call(const c10::OperatorHandle* op, const Value* arguments, int32_t argument_count, Value* results,
                   int32_t capacity, int32_t* result_count) {
    return guarded([&] {
        const auto& schema = op->schema();
        const auto& parameters = schema.arguments();
        TORCH_CHECK(static_cast<size_t>(argument_count) <= parameters.size(), schema.name(), ": ", argument_count,
                    " arguments given, at most ", parameters.size(), " taken");
        std::vector<c10::IValue> stack(parameters.size());
        for (size_t i = 0; i < parameters.size(); i++) {
            const auto& parameter = parameters[i];
            const bool given = i < static_cast<size_t>(argument_count) && arguments[i].tag != DEFAULT;
            if (given) {
                TORCH_CHECK(convert(arguments[i], *parameter.type(), stack[i]), schema.name(), ": argument '",
                            parameter.name(), "' takes ", parameter.type()->str(), ", not ", tag_names[arguments[i].tag]);
            } else {
                TORCH_CHECK(parameter.default_value().has_value(), schema.name(), ": argument '", parameter.name(),
                            "' is missing and has no default");
                stack[i] = *parameter.default_value();
            }
        }
        op->callBoxed(&stack);
        int32_t count = 0;
        for (const auto& value : stack) put_all(value, results, capacity, count);
        *result_count = count;
    });
}

ST_API void st_release(Handle handle) {
    guarded([&] { reclaim(handle); });
}

ST_API void st_retain(Handle handle) {
    guarded([&] { own(borrow(handle)); });
}

ST_API int st_info(Handle handle, TensorInfo* info) {
    return guarded([&] {
        const at::Tensor t = borrow(handle);
        const bool plain = t.has_storage() && t.layout() == c10::kStrided;
        info->data = plain && t.numel() > 0 ? t.data_ptr() : nullptr;
        info->sizes = t.sizes().data();
        info->strides = plain ? t.strides().data() : nullptr;
        info->dimensions = t.dim();
        info->elements = t.numel();
        info->element_size = static_cast<int64_t>(t.element_size());
        info->storage_offset = plain ? t.storage_offset() : 0;
        info->owned_bytes = plain && t.storage().use_count() == 1 ? static_cast<int64_t>(t.storage().nbytes()) : 0;
        info->dtype = static_cast<int32_t>(t.scalar_type());
        info->device_type = static_cast<int32_t>(t.device().type());
        info->device_index = t.device().index();
        info->flags = (t.requires_grad() ? 1 : 0) | (t.is_leaf() ? 2 : 0) | (t.is_contiguous() ? 4 : 0);
    });
}

ST_API int st_backward(const Handle* tensors, int32_t count, const Handle* gradients, int32_t gradient_count, int32_t retain_graph,
                       int32_t create_graph, const Handle* inputs, int32_t input_count) {
    return guarded([&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(gradients, gradient_count), retain_graph != 0,
                                  create_graph != 0, borrow_all(inputs, input_count));
    });
}

ST_API int st_gradients(const Handle* outputs, int32_t count, const Handle* gradients, int32_t gradient_count, int32_t retain_graph,
                        int32_t create_graph, int32_t allow_unused, const Handle* inputs, int32_t input_count, Handle* results) {
    return guarded([&] {
        auto found = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count),
                                           borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); i++) results[i] = own(std::move(found[i]));
    });
}

// The handle stays valid until the next call that fails or forgets.
ST_API void* st_managed_exception() { return managed_exception ? managed_exception->handle : nullptr; }
ST_API void st_forget_exception() { managed_exception.reset(); }

ST_API void st_managed_callbacks(decltype(apply_managed) apply, decltype(free_managed) release) {
    apply_managed = apply;
    free_managed = release;
}

// The context belongs to the node, which lives until it is released here and no graph has it any more.
ST_API int st_node(const Handle* inputs, int32_t count, void* context, std::shared_ptr<ManagedNode>** owner, ManagedNode** node) {
    return guarded([&] {
        std::shared_ptr<ManagedNode> created(new ManagedNode(context), deleteNode);
        created->set_next_edges(collect_next_edges(borrow_all(inputs, count)));
        *node = created.get();
        *owner = new std::shared_ptr<ManagedNode>(std::move(created));
    });
}

ST_API void st_release_node(std::shared_ptr<ManagedNode>* owner) {
    guarded([&] { delete owner; });
}

// Makes raw outputs a function's results; without a node they need no gradient.
ST_API int st_wrap_outputs(std::shared_ptr<ManagedNode>* owner, int32_t materialize, const Handle* inputs, int32_t count,
                           const Handle* non_differentiable, int32_t non_differentiable_count, const Handle* dirty,
                           int32_t dirty_count, const Handle* outputs, int32_t output_count, Handle* results) {
    return guarded([&] {
        for (int i = 0; i < dirty_count; i++) borrow(dirty[i]).unsafeGetTensorImpl()->bump_version();
        auto raw = borrow_all(outputs, output_count);
        const auto wrapped = wrap(_wrap_outputs, borrow_all(inputs, count), impls_of(non_differentiable, non_differentiable_count),
                                  impls_of(dirty, dirty_count), to_optional(raw), owner ? std::shared_ptr<Node>(*owner) : nullptr);
        if (owner) (*owner)->materialize = materialize != 0;
        for (int i = 0; i < output_count; i++) results[i] = wrapped[i].has_value() ? own(*wrapped[i]) : nullptr;
    });
}

ST_API int st_save(ManagedNode* node, const Handle* tensors, int32_t count) {
    return guarded([&] { node->save(borrow_all(tensors, count)); });
}

ST_API int st_saved(ManagedNode* node, Handle* results) {
    return guarded([&] {
        for (auto& variable : node->unpack()) *results++ = own(std::move(variable));
    });
}

ST_API int st_grad(Handle handle, Handle* gradient) {
    return guarded([&] { *gradient = own(borrow(handle).grad()); });
}

ST_API int st_set_grad(Handle handle, Handle gradient) {
    return guarded([&] { borrow(handle).mutable_grad() = gradient ? borrow(gradient) : at::Tensor(); });
}

ST_API int st_set_requires_grad(Handle handle, int32_t requires_grad) {
    return guarded([&] { borrow(handle).requires_grad_(requires_grad != 0); });
}

ST_API int st_retain_grad(Handle handle) {
    return guarded([&] { borrow(handle).retain_grad(); });
}

ST_API int32_t st_grad_mode() { return c10::GradMode::is_enabled(); }
ST_API void st_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

ST_API int32_t st_inference_mode() { return c10::InferenceMode::is_enabled(); }
ST_API void* st_enter_inference_mode(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
ST_API void st_leave_inference_mode(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

ST_API int st_set_threads(int32_t threads) {
    return guarded([&] { at::set_num_threads(threads); });
}
ST_API int32_t st_threads() { return at::get_num_threads(); }

ST_API int st_default_generator(void** generator) {
    return guarded([&] { *generator = new at::Generator(at::globalContext().defaultGenerator(c10::kCPU)); });
}

ST_API int st_seed(void* generator, uint64_t seed) {
    return guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_current_seed(seed);
    });
}

ST_API uint64_t st_initial_seed(void* generator) { return static_cast<at::Generator*>(generator)->current_seed(); }

ST_API int st_generator_state(void* generator, Handle* state) {
    return guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        *state = own(g.get_state());
    });
}

ST_API int st_set_generator_state(void* generator, Handle state) {
    return guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_state(borrow(state));
    });
}

ST_API const char* st_version() { return TORCH_VERSION; }

ST_API const char* st_parallel_info() {
    thread_local std::string info;
    info = at::get_parallel_info();
    return info.c_str();
}

// glibc gives large blocks back to the kernel after every operation, and each new activation then costs page faults:
// measured at three times the forward pass. Keeping them in the process is what every deep-learning allocator does.
ST_API void st_keep_freed_memory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}
