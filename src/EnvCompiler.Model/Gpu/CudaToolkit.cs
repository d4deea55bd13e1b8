namespace EnvCompiler.Model.Gpu;

/// <summary>One release of the CUDA toolkit.</summary>
/// <param name="Version">12.8.</param>
/// <param name="Driver">The driver that came with its general availability: the lowest with all of its features.</param>
/// <param name="PtxIsa">The newest PTX that it writes.</param>
public sealed record CudaToolkit(CudaVersion Version, DriverVersion Driver, CudaVersion PtxIsa);
