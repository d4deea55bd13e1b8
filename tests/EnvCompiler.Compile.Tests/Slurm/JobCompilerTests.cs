using System.Diagnostics;
using EnvCompiler.Compile.Slurm;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Slurm;

public sealed class JobCompilerTests
{
    private const string Hostile = "a\"; touch RAN; $(touch RAN) `touch RAN` ${X} %h {{x}} ' é日本\ntouch RAN\n#SBATCH --uid=0\\";

    [Fact]
    public void Scripts_are_as_expected() => Matches("gpu", Request("stack") with
    {
        Target = new Target("x86_64-linux", "sm_90"),
        Graph = Graph(
            ("large", new ServiceSpec { Command = "large", Group = "toplevel", Gpus = new GpuRequest { Count = 2 }, Limits = new Limits { Cpus = 1.5, Memory = 3L << 30 } }),
            ("named", new ServiceSpec { Command = "named", Group = "toplevel", Gpus = new GpuRequest { Devices = ["3"] }, Limits = new Limits { Cpus = 1, Memory = 1L << 30 } })),
    });

    [Fact]
    public void Hostile_texts_are_as_expected() => Matches("hostile", OfHostile(Hostile));

    [Fact]
    public void Without_services_there_is_nothing_to_serve() => Assert.Equal(["stack-batch.sbatch"], new JobCompiler(Request("stack")).Compile().Keys);

    /// <summary>The scripts themselves, with a program that writes down what it is called with in the place of envc.</summary>
    [Theory]
    [InlineData("serve", "activate|-d|DIRECTORY|-g|7|-s|--|sh|-c|")]
    [InlineData("batch", "activate|-d|DIRECTORY|-g|7|--|a command|")]
    public void Hostile_texts_reach_envc_as_they_are(string form, string expected)
    {
        using var place = new TemporaryDirectory();
        // The kernel looks for the program by its path, so this path cannot have what no path can.
        var envc = place.Write("it's \"$X\" `touch RAN`", "#!/bin/sh\nfor word; do printf '%s|' \"$word\"; done >called\nprintf '%s' \"$HOSTILE\" >variable\n");
        File.SetUnixFileMode(envc, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var request = OfHostile(Hostile) with { Envc = envc };
        var script = place.Write("script", new JobCompiler(request).Compile().Single(script => script.Key.EndsWith($"-{form}.sbatch", StringComparison.Ordinal)).Value);

        using var bash = Process.Start(new ProcessStartInfo("bash", [script, "a command"]) { WorkingDirectory = place.Path })!;
        bash.WaitForExit();

        Assert.Equal(0, bash.ExitCode);
        Assert.StartsWith(expected.Replace("DIRECTORY", request.Directory, StringComparison.Ordinal), File.ReadAllText(place.File("called")), StringComparison.Ordinal);
        Assert.Equal(Hostile, File.ReadAllText(place.File("variable")));
        Assert.False(File.Exists(place.File("RAN")));
        // sbatch reads options up to the first command.
        Assert.DoesNotContain(File.ReadLines(script).TakeWhile(line => line.StartsWith('#')), line => line.StartsWith("#SBATCH --uid", StringComparison.Ordinal));
    }

    private static void Matches(string sample, JobRequest request) =>
        Expectation.Matches($"tests/EnvCompiler.Compile.Tests/Expected/slurm/{sample}", string.Concat(new JobCompiler(request).Compile().Select(script => $"### {script.Key}\n{script.Value}\n")));

    private static JobRequest OfHostile(string text) => Request(text) with
    {
        Directory = "/srv/" + text,
        Envc = "/opt/" + text,
        Graph = Graph((text, new ServiceSpec { Command = text, Group = "toplevel" })),
        Variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["HOSTILE"] = text },
    };

    private static JobRequest Request(string name) => new()
    {
        Name = name,
        Directory = "/srv/" + name,
        Generation = 7,
        Target = Sample.Cpu,
        Graph = new ServiceGraph(),
        Envc = "/usr/local/bin/envc",
        Variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["ENVC_STORE"] = "/var/lib/envc" },
    };

    private static ServiceGraph Graph(params (string Name, ServiceSpec Spec)[] services)
    {
        var graph = new ServiceGraph();
        foreach (var (name, spec) in services)
            graph.Services.Add(name, spec);
        return graph;
    }
}
