using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Images of quickstart, given to the container engines of people's machines: Debian's Docker and podman.</summary>
[Collection(FormsStore.Name)]
public sealed class ContainerEngineTests(SharedStore store) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Quickstart quickstart = new();

    [Requires("dockerd", "docker", "unshare", RootUser = true)]
    public void Docker_runs_an_image_that_it_was_given_and_reads_it_from_an_archive()
    {
        using var engine = DockerEngine.Start();
        var envc = store.Envc();
        envc.Variables["DOCKER_HOST"] = engine.Address;
        Assert.Contains("Loaded image: quickstart:1-cpu\n", envc.Run("containerize", "--load", "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);

        var container = engine.Run(
            "run", "--detach", "--network", "none", "--read-only", "--tmpfs", "/tmp", "--tmpfs", "/var/cache/envc", "--env", "LLAMACPP_HOST=0.0.0.0", "quickstart:1-cpu").Trim();
        Eventually.Holds(
            () => engine.Try("exec", container, "/.envc/envc-run", "probe", "llm", "ready").ExitCode == 0, () => engine.Try("logs", container).Error);
        Assert.Contains($"http://0.0.0.0:{quickstart.Port}", engine.Try("logs", container).Error, StringComparison.Ordinal);
        engine.Run("stop", container);
        Assert.Equal("0 65532:65532\n", engine.Run("inspect", "--format", "{{.State.ExitCode}} {{.Config.User}}", container));
        engine.Run("rm", container);
        engine.Run("rmi", "quickstart:1-cpu");

        var archive = directory.File("image.tar");
        envc.Run("containerize", "-o", archive, "-d", quickstart.Project).Expect(0);
        Assert.Equal("Loaded image: quickstart:1-cpu\n", engine.Run("load", "--quiet", "--input", archive));
    }

    [Requires("podman", "unshare", RootUser = true)]
    public void Podman_has_an_image_that_it_was_given_under_a_name_of_this_machine()
    {
        // Podman binds its directories and leaves that behind.
        var envc = new Envc(store.Path) { Prefix = ["unshare", "--mount"] };
        envc.Variables["CONTAINERS_STORAGE_CONF"] = directory.Write("storage.conf", $"""
            [storage]
            driver = "vfs"
            graphroot = "{directory.File("images")}"
            runroot = "{directory.File("run")}"
            """);
        Assert.Contains("Loaded image: localhost/quickstart:1-cpu\n", envc.Run("containerize", "--load", "podman", "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);

        // An archive has an SPDX document and an index beside the image.
        var archive = directory.File("image.tar");
        envc.Run("containerize", "-o", archive, "-d", quickstart.Project).Expect(0);
        var start = new ProcessStartInfo("unshare", ["--mount", "podman", "load", "--quiet", "--input", archive]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CONTAINERS_STORAGE_CONF"] = envc.Variables["CONTAINERS_STORAGE_CONF"];
        using var podman = Process.Start(start)!;
        Assert.Equal("Loaded image: localhost/quickstart:1-cpu\n", Envc.Finish(podman).Expect(0).Output);
    }

    [Requires("docker")]
    public void An_engine_that_does_not_run_is_told_with_its_own_words()
    {
        var envc = store.Envc();
        envc.Variables["DOCKER_HOST"] = $"unix://{directory.File("nothing")}";
        Assert.Contains(
            "Cannot connect to the Docker daemon", envc.Run("containerize", "--load", "-d", quickstart.Project).Expect(3).Says("ENVC0996").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_stand_in_the_way_at_the_end_is_said_before_anything_is_built()
    {
        var envc = store.Envc();
        var (file, nowhere) = (directory.Write("file", ""), directory.File("none", "image.tar"));
        Assert.DoesNotContain("layers", envc.Run("containerize", "-o", file, "-d", quickstart.Project).Expect(1).Says("ENVC0994").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("layers", envc.Run("containerize", "-o", nowhere, "-d", quickstart.Project).Expect(1).Says("ENVC0993").Error, StringComparison.Ordinal);
        envc.Variables["PATH"] = directory.Path;
        Assert.Contains("`podman` is not on PATH", envc.Run("containerize", "--load", "podman", "-d", quickstart.Project).Expect(1).Says("ENVC0995").Error, StringComparison.Ordinal);
        envc.Run("containerize", "--load", "crun", "-d", quickstart.Project).Expect(2);
        Assert.Contains("`--output` needs a path", envc.Run("containerize", "-o", "", "-d", quickstart.Project).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        quickstart.Dispose();
        directory.Dispose();
    }
}
