using System.Globalization;
using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// The nodes on which a target would be chosen, by the labels of NVIDIA's GPU feature discovery. A host's target is the one of its GPU's own SM
/// (<c>Run/Activation/Targets/TargetChooser</c>), so each GPU target has exactly one SM, and the driver that its packages ask for.
/// </summary>
internal static class NodeChoice
{
    private const string ComputeMajor = "nvidia.com/gpu.compute.major";
    private const string ComputeMinor = "nvidia.com/gpu.compute.minor";
    private const string DriverMajor = "nvidia.com/cuda.driver-version.major";
    private const string DriverMinor = "nvidia.com/cuda.driver-version.minor";

    internal static NodeAffinity Of(Target target, TargetRow? row)
    {
        NodeAffinity.Expression[] system = [In("kubernetes.io/arch", target.DebianArchitecture), In("kubernetes.io/os", "linux")];
        if (target.Sm is not { } sm)
        {
            return new NodeAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution = new([new(system)]),
                // A node's GPUs are for those who use them.
                PreferredDuringSchedulingIgnoredDuringExecution = [new(Weight: 100, new([new("nvidia.com/gpu.present", "DoesNotExist")]))],
            };
        }

        NodeAffinity.Expression[] device = [.. system, In(ComputeMajor, sm.Major), In(ComputeMinor, sm.Minor)];
        return new NodeAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution = new([.. Drivers(row).Select(driver => new NodeAffinity.Term([.. device, .. driver]))]),
        };
    }

    // A version is above another one where its first number is, or is the same and its second one is. Revisions are left to the pod, which looks at its driver itself.
    private static IEnumerable<NodeAffinity.Expression[]> Drivers(TargetRow? row)
    {
        if (row?.DriverFloor is not { } text || !DriverVersion.TryParse(text, out var floor))
            return [[]];
        return floor.Minor > 0
            ? [[Above(DriverMajor, floor.Branch)], [In(DriverMajor, floor.Branch), Above(DriverMinor, floor.Minor - 1)]]
            : [[Above(DriverMajor, floor.Branch - 1)]];
    }

    private static NodeAffinity.Expression In(string label, string value) => new(label, "In", [value]);

    private static NodeAffinity.Expression In(string label, int value) => In(label, value.ToString(CultureInfo.InvariantCulture));

    private static NodeAffinity.Expression Above(string label, int value) => new(label, "Gt", [value.ToString(CultureInfo.InvariantCulture)]);
}
