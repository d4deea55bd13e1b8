namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Which libraries are CUDA's or the driver's, by their names.</summary>
internal static class CudaLibraries
{
    // They make device code at run time, so what they make is in no file.
    private static readonly string[] s_compilers = ["libnvJitLink", "libnvrtc", "libnvvm"];

    // NVIDIA's own that have kernels for some SMs and choose among them at run time, so a fat binary without code for a GPU says nothing.
    private static readonly string[] s_choosing =
    [
        "libcublas", "libcudnn", "libcufft", "libcurand", "libcusolver", "libcusparse", "libcutensor", "libnccl", "libnpp", "libnvinfer", "libnvjpeg", "libnvshmem",
    ];

    private static readonly string[] s_prefixes =
    [
        "libcuda.so", "libcudart.so", "libcublas", "libcudnn", "libcufft", "libcufile", "libcupti", "libcurand", "libcusolver", "libcusparse", "libcutensor",
        "libnccl", "libnpp", "libnvToolsExt", "libnvinfer", "libnvidia-", "libnvjpeg", "libnvshmem", .. s_compilers,
    ];

    internal static bool Has(string name) => Array.Exists(s_prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal static bool ChoosesKernels(string name) => Array.Exists(s_choosing, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal static bool IsCompiler(string name) => Array.Exists(s_compilers, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
