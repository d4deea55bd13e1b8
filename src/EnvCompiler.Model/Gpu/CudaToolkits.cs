namespace EnvCompiler.Model.Gpu;

/// <summary>
/// What each CUDA toolkit needs of the host's Linux driver, and which PTX it writes. Sources: CUDA Toolkit Release Notes, table 3 «CUDA Toolkit and
/// Corresponding Driver Versions» (general availability of each release); CUDA Compatibility, table 1 «Minor Version Compatibility»; PTX ISA, «Release History»;
/// <c>NVIDIA_REQUIRE_CUDA</c> of the images <c>nvidia/cuda</c> (forward compatibility).
/// </summary>
public static class CudaToolkits
{
    private static readonly CudaToolkit[] Known =
    [
        new(new(11, 0), new(450, 36, 6), new(7, 0)),
        new(new(11, 1), new(455, 23), new(7, 1)),
        new(new(11, 2), new(460, 27, 3), new(7, 2)),
        new(new(11, 3), new(465, 19, 1), new(7, 3)),
        new(new(11, 4), new(470, 42, 1), new(7, 4)),
        new(new(11, 5), new(495, 29, 5), new(7, 5)),
        new(new(11, 6), new(510, 39, 1), new(7, 6)),
        new(new(11, 7), new(515, 43, 4), new(7, 7)),
        new(new(11, 8), new(520, 61, 5), new(7, 8)),
        new(new(12, 0), new(525, 60, 13), new(8, 0)),
        new(new(12, 1), new(530, 30, 2), new(8, 1)),
        new(new(12, 2), new(535, 54, 3), new(8, 2)),
        new(new(12, 3), new(545, 23, 6), new(8, 3)),
        new(new(12, 4), new(550, 54, 14), new(8, 4)),
        new(new(12, 5), new(555, 42, 2), new(8, 5)),
        new(new(12, 6), new(560, 28, 3), new(8, 5)),
        new(new(12, 8), new(570, 26), new(8, 7)),
        new(new(12, 9), new(575, 51, 3), new(8, 8)),
        new(new(13, 0), new(580, 65, 6), new(9, 0)),
        new(new(13, 1), new(590, 44, 1), new(9, 1)),
    ];

    // The lowest driver with which machine code of any toolkit of a major version runs, with fewer features.
    private static readonly Dictionary<int, DriverVersion> MinorVersionFloors = new()
    {
        [11] = new(450, 80, 2),
        [12] = new(525, 60, 13),
        [13] = new(580, 65, 6),
    };

    // Branches of drivers beside whose kernel module a toolkit's compatibility package (cuda-compat, a libcuda of that release) works: as NVIDIA's own images of
    // CUDA name them in NVIDIA_REQUIRE_CUDA. Images of one toolkit differ by age; only what all that were read have in common is here.
    private static readonly Dictionary<CudaVersion, int[]> ForwardBranches = new()
    {
        [new(11, 8)] = [470],
        [new(12, 0)] = [470],
        [new(12, 1)] = [470],
        [new(12, 2)] = [470, 525],
        [new(12, 3)] = [470, 525],
        [new(12, 4)] = [470, 525, 535],
        [new(12, 5)] = [470, 535, 550],
        [new(12, 6)] = [470, 535, 550],
        [new(12, 8)] = [470, 535, 550, 560],
        [new(12, 9)] = [535, 550, 560, 565, 570],
        [new(13, 0)] = [535, 550, 565, 570, 575],
        [new(13, 1)] = [535, 550, 570],
    };

    /// <summary>Every toolkit that is known here, oldest first.</summary>
    public static IReadOnlyList<CudaToolkit> All => Known;

    /// <summary>The CUDA version that a driver speaks: that of the newest toolkit whose floor it reaches; null below all.</summary>
    public static CudaVersion? OfDriver(DriverVersion driver) => Known.LastOrDefault(toolkit => driver.Reaches(toolkit.Driver))?.Version;

    /// <summary>
    /// The lowest driver with everything of a toolkit, or null for a toolkit newer than this table. Of a minor version that the table lacks, the
    /// next one's.
    /// </summary>
    public static DriverVersion? FullFloor(CudaVersion cuda) => Known.FirstOrDefault(toolkit => toolkit.Version >= cuda)?.Driver;

    /// <summary>The lowest driver for machine code of a toolkit (minor-version compatibility), or null for a major version that is not known.</summary>
    public static DriverVersion? MinorVersionFloor(CudaVersion cuda) => MinorVersionFloors.TryGetValue(cuda.Major, out var floor) ? floor : null;

    /// <summary>
    /// The lowest driver for everything of a toolkit where its compatibility package is in the root or image (forward compatibility, data-centre GPUs only);
    /// null for a toolkit of which nothing is known. Not every newer driver does: see <see cref="IsForward"/>.
    /// </summary>
    public static DriverVersion? ForwardFloor(CudaVersion cuda) => ForwardBranches.TryGetValue(cuda, out var branches) ? new DriverVersion(branches[0]) : null;

    /// <summary>Whether a driver too old for a toolkit runs its programs with that toolkit's compatibility package, on data-centre GPUs.</summary>
    public static bool IsForward(DriverVersion driver, CudaVersion cuda) =>
        ForwardBranches.TryGetValue(cuda, out var branches) && Array.IndexOf(branches, driver.Branch) >= 0 && FullFloor(cuda) is { } full && !driver.Reaches(full);

    /// <summary>The lowest driver that understands a PTX ISA, or null for one newer than this table.</summary>
    public static DriverVersion? PtxFloor(CudaVersion isa) => Known.FirstOrDefault(toolkit => toolkit.PtxIsa >= isa)?.Driver;
}
