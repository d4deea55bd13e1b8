using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Devices;

namespace EnvCompiler.Run.Tests.Supervision.Devices;

public sealed class GpuPlannerTests
{
    private static readonly GpuKind Hopper = new("x86_64-linux/sm_90", ["sm_90"]);
    private static readonly GpuKind Ampere = new("x86_64-linux/sm_80", ["sm_80", "sm_86"]);
    private static readonly VisibleGpu[] Four = [Gpu(0), Gpu(1), Gpu(2), Gpu(3)];

    [Theory]
    [InlineData("a:1 b:2 c:1", "", "a=0 b=1,2 c=3")]
    [InlineData("a:0 b:1", "", "a= b=0")]
    [InlineData("a:2 b:[0]", "", "a=1,2 b=0")]
    [InlineData("a:1 b:[3,GPU-0]", "", "a=1 b=3,0")]
    [InlineData("a:1 b:1", "b:0", "a=1 b=0")]
    [InlineData("a:2 b:1", "a:1,3 b:0", "a=1,3 b=0")]
    [InlineData("a:1", "a:2,3", "a=2")]
    [InlineData("a:3", "a:2", "a=2,0,1")]
    [InlineData("a:1 b:1", "gone:0,1", "a=2 b=3")]
    [InlineData("a:[1]", "a:1", "a=1")]
    [InlineData("a:[gpu-2]", "", "a=2")]
    public void GPUs_are_divided(string requests, string held, string expected) => Assert.Equal(expected, Text(Plan(Four, requests, held)));

    [Theory]
    [InlineData("a:5", "", "a", "it wants 5 GPUs, and the activation sees GPU 0 (`GPU-0`), GPU 1 (`GPU-1`), GPU 2 (`GPU-2`), GPU 3 (`GPU-3`)")]
    [InlineData("a:3 b:2", "", "b", "it wants 2 GPUs, and 1 of 4 is free: GPU 0 (`GPU-0`) belongs to the service `a`, GPU 1 (`GPU-1`) belongs to the service `a`, GPU 2 (`GPU-2`) belongs to the service `a`")]
    [InlineData("a:[1] b:[GPU-1]", "", "b", "GPU 1 (`GPU-1`) belongs to the service `a`")]
    [InlineData("a:[1,GPU-1]", "", "a", "GPU 1 (`GPU-1`) is named twice")]
    [InlineData("a:[7]", "", "a", "it wants the GPU `7`, and the activation sees GPU 0 (`GPU-0`), GPU 1 (`GPU-1`), GPU 2 (`GPU-2`), GPU 3 (`GPU-3`)")]
    [InlineData("a:[2]", "b:2", "a", "GPU 2 (`GPU-2`) belongs to the service `b`")]
    public void What_cannot_be_is_refused_with_who_has_what(string requests, string held, string service, string problem) =>
        Assert.Equal(problem, Plan(Four, requests, held)[service].Problem);

    [Fact]
    public void A_GPU_that_the_targets_packages_are_not_for_is_given_to_nobody()
    {
        VisibleGpu[] mixed = [Gpu(0, "sm_86"), Gpu(1), Gpu(2, sm: null)];
        Assert.Equal("a=1,2", Text(Plan(mixed, "a:2", "")));
        Assert.Equal("GPU 0 (`GPU-0`) is `sm_86`, and what this activation runs is for `sm_90`", Plan(mixed, "a:[0]", "")["a"].Problem);
        Assert.EndsWith(", 2 of them whole and for `sm_90`", Plan(mixed, "a:3", "")["a"].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:1", "", "a=0", "sm_90")]
    [InlineData("a:2", "", "a=1,2", "sm_80")]
    [InlineData("a:1 b:2", "", "a=0 b=1,2", "sm_90")]
    [InlineData("a:[2,1]", "", "a=2,1", "sm_80")]
    [InlineData("a:1", "other:0", "a=1", "sm_80")]
    [InlineData("a:1", "a:2", "a=2", "sm_80")]
    public void On_a_host_with_GPUs_of_two_kinds_a_service_runs_as_the_target_of_those_that_it_is_given(string requests, string held, string expected, string target)
    {
        var plan = Plan([Gpu(0), Gpu(1, "sm_86"), Gpu(2, "sm_80")], requests, held, Hopper, Ampere);

        Assert.Equal((expected, $"x86_64-linux/{target}"), (Text(plan), plan["a"].Target));
    }

    [Theory]
    [InlineData("a:3", "it wants 3 GPUs of one target, and the activation sees GPU 0 (`GPU-0`), GPU 1 (`GPU-1`), GPU 2 (`GPU-2`), GPU 3 (`GPU-3`), 3 of them whole and for `sm_90` and `sm_80` and `sm_86`")]
    [InlineData("a:[0,1]", "its GPUs need packages of different targets: GPU 0 (`GPU-0`) is `sm_90`, GPU 1 (`GPU-1`) is `sm_86`")]
    [InlineData("a:[3]", "GPU 3 (`GPU-3`) is `sm_75`, and what this activation runs is for `sm_90` and `sm_80` and `sm_86`")]
    public void A_service_never_mixes_GPUs_of_two_targets(string requests, string problem) =>
        Assert.Equal(problem, Plan([Gpu(0), Gpu(1, "sm_86"), Gpu(2, "sm_80"), Gpu(3, "sm_75")], requests, "", Hopper, Ampere)["a"].Problem);

    [Fact]
    public void A_service_gets_one_slice_at_most()
    {
        VisibleGpu[] sliced = [new(0, "MIG-1", "sm_90", IsSlice: true), new(0, "MIG-2", "sm_90", IsSlice: true), Gpu(1)];
        Assert.Equal("a=MIG-1 b=MIG-2 c=1", Text(Plan(sliced, "a:1 b:1 c:1", "")));
        Assert.Equal("a=MIG-2", Text(Plan(sliced, "a:[MIG-2]", "")));
        Assert.EndsWith(", 1 of them whole and for `sm_90`", Plan(sliced, "a:2", "")["a"].Problem, StringComparison.Ordinal);
        Assert.Equal("a process sees one slice of a GPU at most", Plan(sliced, "a:[MIG-1,MIG-2]", "")["a"].Problem);
        Assert.Equal("GPU 0 is cut into slices, which are named by their UUIDs: `MIG-1`, `MIG-2`", Plan(sliced, "a:[0]", "")["a"].Problem);
    }

    [Fact]
    public void A_host_without_GPUs_is_told() =>
        Assert.Equal("it wants 1 GPU, and the activation sees none", Plan([], "a:1", "")["a"].Problem);

    [Fact]
    public void No_GPU_is_given_to_two_services_and_the_order_of_starts_changes_nothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            VisibleGpu[] visible = [.. Enumerable.Range(0, random.Next(9)).Select(index => Gpu(index, random.Next(round % 2 + 1) == 0 ? "sm_90" : "sm_86"))];
            var requests = Enumerable.Range(0, random.Next(1, 6)).ToDictionary(
                i => $"s{i}",
                _ => new GpuWish(
                    random.Next(3) == 0
                        ? new GpuRequest { Devices = [.. Enumerable.Range(0, 9).Where(_ => random.Next(4) == 0).Select(i => i.ToString())] }
                        : new GpuRequest { Count = random.Next(4) },
                    [Hopper, Ampere]));
            var whole = GpuPlanner.Plan(visible, requests, new Dictionary<string, IReadOnlyList<string>>());
            var given = whole.Values.SelectMany(assignment => assignment.Devices ?? []).ToList();
            Assert.Equal(given.Count, given.Distinct().Count());
            Assert.All(whole.Values, assignment => Assert.InRange((assignment.Devices ?? []).Select(uuid => visible.Single(gpu => gpu.Uuid == uuid).Sm).Distinct().Count(), 0, 1));

            var held = new Dictionary<string, IReadOnlyList<string>>();
            foreach (var name in requests.Keys.OrderBy(_ => random.Next()).ToList())
            {
                var one = GpuPlanner.Plan(visible, requests, held)[name];
                Assert.Equal(whole[name].Devices, one.Devices);
                if (one.Devices is { } devices)
                    held[name] = devices;
            }
        }
    }

    private static VisibleGpu Gpu(int index, string? sm = "sm_90") => new(index, $"GPU-{index}", sm);

    // `a:2 b:[0,GPU-1]`, and of what is held `a:0,1`.
    private static IReadOnlyDictionary<string, GpuAssignment> Plan(IReadOnlyList<VisibleGpu> visible, string requests, string held, params GpuKind[] kinds) => GpuPlanner.Plan(
        visible,
        Words(requests).ToDictionary(word => word.Name, word => new GpuWish(
            word.Value.StartsWith('[') ? new GpuRequest { Devices = word.Value.Trim('[', ']').Split(',') } : new GpuRequest { Count = int.Parse(word.Value) },
            kinds.Length > 0 ? kinds : [Hopper])),
        Words(held).ToDictionary(word => word.Name, word => (IReadOnlyList<string>)[.. word.Value.Split(',').Select(index => $"GPU-{index}")]));

    private static IEnumerable<(string Name, string Value)> Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word.Split(':')[0], word.Split(':')[1]));

    private static string Text(IReadOnlyDictionary<string, GpuAssignment> plan) => string.Join(' ', plan.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
        $"{entry.Key}={entry.Value.Problem}{string.Join(',', (entry.Value.Devices ?? []).Select(device => device.Replace("GPU-", "", StringComparison.Ordinal)))}"));
}
