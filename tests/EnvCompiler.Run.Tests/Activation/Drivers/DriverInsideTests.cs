using EnvCompiler.Run.Activation.Drivers;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Drivers;

/// <summary>The host's driver, faked by a copy of a small library, as programs inside a root see it.</summary>
public sealed class DriverInsideTests
{
    [Requires("bwrap", "python3", "ldconfig")]
    public async Task The_loader_inside_finds_the_drivers_libraries_and_PATH_its_programs()
    {
        using var host = new FakeHost();
        MakeDriver(host);
        using var environment = With(host);
        var said = await environment.EnterAsync(
            "python3", "-c", "import ctypes; ctypes.CDLL('libcuda.so.1'); print(*{line.split()[-1] for line in open('/proc/self/maps') if 'libcuda' in line})");
        Assert.Equal("/.envc-driver/lib/libcuda.so.580.1\n", said.Output);
        Assert.Contains("libcuda.so.1 (", (await environment.EnterAsync("ldconfig", "-p")).Output, StringComparison.Ordinal);
        Assert.Equal("a GPU\n", (await environment.EnterAsync("nvidia-smi", "a GPU")).Output);
        Assert.Equal("libnvidia-opencl.so.1", (await environment.EnterAsync("cat", "/etc/OpenCL/vendors/nvidia.icd")).Output);
        Assert.NotEqual(0, (await environment.EnterAsync("sh", "-c", "echo x > /.envc-driver/lib/libcuda.so.580.1")).ExitCode);
    }

    [Requires("bwrap")]
    public async Task After_an_upgrade_the_next_activation_has_the_new_files()
    {
        using var host = new FakeHost();
        MakeDriver(host);
        using var environment = With(host);
        Assert.Equal("libcuda.so libcuda.so.1 libcuda.so.580.1", await LibrariesAsync(environment));
        var lib = host.At("usr/local/nvidia/lib64");
        File.Move(Path.Combine(lib, "libcuda.so.580.1"), Path.Combine(lib, "libcuda.so.590.2"));
        File.Delete(Path.Combine(lib, "libcuda.so.1"));
        host.Link("usr/local/nvidia/lib64/libcuda.so.1", "libcuda.so.590.2");
        Assert.Equal("libcuda.so libcuda.so.1 libcuda.so.590.2", await LibrariesAsync(environment));
    }

    private static async Task<string> LibrariesAsync(BuiltEnvironment environment) =>
        (await environment.EnterAsync("ls", "/.envc-driver/lib")).Output.Trim().ReplaceLineEndings(" ");

    private static void MakeDriver(FakeHost host)
    {
        const string Lib = "usr/local/nvidia/lib64";
        var library = LinkerCacheFile.Read(File.ReadAllBytes("/etc/ld.so.cache")).First(entry => entry.Name == "libz.so.1").Path;
        host.Bytes($"{Lib}/libcuda.so.580.1", File.ReadAllBytes(library));
        host.Link($"{Lib}/libcuda.so.1", "libcuda.so.580.1");
        host.Link($"{Lib}/libcuda.so", "libcuda.so.1");
        host.Text("etc/OpenCL/vendors/nvidia.icd", "libnvidia-opencl.so.1");
        host.Bytes("usr/local/nvidia/bin/nvidia-smi", File.ReadAllBytes("/usr/bin/echo"));
        File.SetUnixFileMode(host.At("usr/local/nvidia/bin/nvidia-smi"), EnvCompiler.Host.Files.FileWriter.Executable);
    }

    // The namespace takes names from the fake host and their content from this machine.
    private static BuiltEnvironment With(FakeHost host)
    {
        foreach (var name in (string[])["dev", "proc", "sys", "tmp", "run", "root", "home"])
            Directory.CreateDirectory(host.At(name));
        // What the way in is chosen by.
        foreach (var file in (string[])["proc/self/status", "proc/sys/user/max_user_namespaces", "proc/sys/kernel/random/boot_id"])
            host.Text(file, File.ReadAllText("/" + file));
        var environment = new BuiltEnvironment();
        File.Copy("/etc/ld.so.cache", Path.Combine(Path.GetDirectoryName(environment.StoredFile)!, "ld.so.cache"));
        return environment.OnHost(host.Root);
    }
}
