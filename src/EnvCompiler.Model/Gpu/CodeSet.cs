namespace EnvCompiler.Model.Gpu;

/// <summary>The codes of one kind of fat binary of a build: the driver loads the best of them.</summary>
/// <param name="Codes">Machine code and PTX.</param>
public sealed record CodeSet(IReadOnlyList<DeviceCode> Codes)
{
    /// <summary>Bytes of PTX that the driver compiles, by its code; nothing where that is not known.</summary>
    public IReadOnlyDictionary<DeviceCode, long> PtxSizes { get; init; } = new Dictionary<DeviceCode, long>();
}
