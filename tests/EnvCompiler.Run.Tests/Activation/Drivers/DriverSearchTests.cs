using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Tests.Activation.Drivers;

public sealed class DriverSearchTests
{
    private const string Version = "580.159.04";

    [Theory]
    [InlineData("usr/local/nvidia/lib64")]
    [InlineData("run/opengl-driver/lib")]
    [InlineData("usr/lib/wsl/lib")]
    public void A_driver_in_a_known_directory_is_found_with_its_names(string directory)
    {
        using var host = new FakeHost();
        host.Driver(directory, Version);
        ExpectDriver(host, directory);
    }

    [Fact]
    public void A_driver_in_the_linker_cache_is_found()
    {
        using var host = new FakeHost();
        host.Driver("opt/driver/lib", Version);
        host.Bytes("etc/ld.so.cache", LinkerCacheFile.Add([], new Dictionary<string, string> { ["libcuda.so.1"] = "/opt/driver/lib/libcuda.so.1" }));
        ExpectDriver(host, "opt/driver/lib");
    }

    [Theory]
    [InlineData("etc/cdi/nvidia.json", """{ "cdiVersion": "0.5.0", "containerEdits": { "mounts": [ { "hostPath": "/opt/d/libcuda.so.V" }, { "hostPath": "/opt/d/libnvidia-ml.so.V" } ] }, "devices": [ { "containerEdits": { "mounts": [ { "hostPath": "/opt/d/libnvidia-ptxjitcompiler.so.V" }, { "hostPath": "/opt/d/libnvidia-gpucomp.so.V" }, { "hostPath": "/bin/nvidia-smi" } ] } } ] }""")]
    [InlineData("var/run/cdi/nvidia.yaml", """
        cdiVersion: 0.5.0
        containerEdits:
            mounts:
                - containerPath: /usr/lib/libcuda.so.V
                  hostPath: /opt/d/libcuda.so.V
                - hostPath: "/opt/d/libnvidia-ml.so.V"
                - hostPath: /opt/d/libnvidia-ptxjitcompiler.so.V
                - hostPath: '/opt/d/libnvidia-gpucomp.so.V'
                - hostPath: /bin/nvidia-smi
        """)]
    public void A_driver_that_only_a_CDI_specification_names_is_found(string place, string text)
    {
        using var host = new FakeHost();
        host.Driver("opt/d", Version);
        host.Text("usr/bin/nvidia-smi", "#!/bin/sh\nexec /bin/nvidia-smi\n");
        host.Library("bin/nvidia-smi");
        host.Text(place, text.Replace("V", Version, StringComparison.Ordinal));
        ExpectDriver(host, "opt/d");
        Assert.Equal(host.At("bin/nvidia-smi"), new DriverSearch(host.Root).Find().Programs["nvidia-smi"]);
    }

    [Fact]
    public void A_host_without_a_driver_has_none()
    {
        using var host = new FakeHost();
        host.Library("usr/local/nvidia/lib64/libnvidia-container.so.1");
        host.Text("etc/ld.so.cache", "not a cache");
        host.Text("etc/cdi/broken.json", "{");
        Assert.Same(DriverFiles.None, new DriverSearch(host.Root).Find());
    }

    [Fact]
    public void Only_libraries_of_the_driver_for_this_machine_are_taken()
    {
        using var host = new FakeHost();
        const string Lib = "usr/local/nvidia/lib64";
        host.Driver(Lib, Version);
        foreach (var name in (string[])["libc.so.6", "libGL.so.1", "libEGL.so.1", "libOpenCL.so.1", "libnvidia-container.so.1", "libcudart.so.13", "libcuda.something"])
            host.Library($"{Lib}/{name}");
        host.Library($"{Lib}/libnvidia-tls.so.{Version}", bits: 1);
        host.Link($"{Lib}/libnvidia-gone.so.1", "libnvidia-gone.so.2");
        ExpectDriver(host, Lib);
    }

    [Fact]
    public void The_version_of_the_kernel_module_decides_between_two_drivers()
    {
        using var host = new FakeHost();
        host.Driver("opt/compat", "590.10");
        host.Library("opt/compat/libnvidia-newer.so.590.10");
        host.Driver("usr/local/nvidia/lib64", Version);
        host.Bytes("etc/ld.so.cache", LinkerCacheFile.Add([], new Dictionary<string, string> { ["libcuda.so.1"] = "/opt/compat/libcuda.so.1" }));
        Assert.Contains("libcuda.so.590.10", new DriverSearch(host.Root).Find().Libraries.Keys);
        host.Text("sys/module/nvidia/version", $"{Version}\n");
        ExpectDriver(host, "usr/local/nvidia/lib64");
    }

    [Fact]
    public void Loader_files_come_with_bare_library_names()
    {
        using var host = new FakeHost();
        host.Driver("usr/local/nvidia/lib64", Version);
        host.Library("usr/local/nvidia/lib64/libGLX_nvidia.so.0");
        host.Text("usr/share/vulkan/icd.d/nvidia_icd.json", """{ "ICD": { "library_path": "/usr/local/nvidia/lib64/libGLX_nvidia.so.0" } }""");
        host.Text("usr/share/vulkan/icd.d/intel_icd.json", "{}");
        host.Text("usr/local/nvidia/share/glvnd/egl_vendor.d/10_nvidia.json", """{ "ICD" : { "library_path" : "libEGL_nvidia.so.0" } }""");
        host.Text("etc/OpenCL/vendors/nvidia.icd", "libnvidia-opencl.so.1\n");
        var files = new DriverSearch(host.Root).Find().LoaderFiles;
        Assert.Equal(["/etc/OpenCL/vendors/nvidia.icd", "/etc/glvnd/egl_vendor.d/10_nvidia.json", "/etc/vulkan/icd.d/nvidia_icd.json"], files.Keys);
        Assert.Equal("""{ "ICD": { "library_path": "libGLX_nvidia.so.0" } }""", files["/etc/vulkan/icd.d/nvidia_icd.json"]);
    }

    [Fact]
    public void Programs_come_along_and_WSL_keeps_its_directory()
    {
        using var host = new FakeHost();
        host.Library("usr/lib/wsl/lib/libcuda.so.1");
        host.Library("usr/lib/wsl/lib/libdxcore.so");
        host.Library("usr/lib/wsl/lib/nvidia-smi");
        var driver = new DriverSearch(host.Root).Find();
        Assert.Equal(["libcuda.so.1", "libdxcore.so"], driver.Libraries.Keys);
        Assert.Equal(["nvidia-smi"], driver.Programs.Keys);
        Assert.Equal(["/usr/lib/wsl"], driver.UsrDirectories);
    }

    [Fact]
    public void An_upgrade_changes_the_fingerprint()
    {
        using var host = new FakeHost();
        host.Driver("usr/local/nvidia/lib64", Version);
        host.Text("sys/module/nvidia/version", Version);
        var search = new DriverSearch(host.Root);
        var before = search.Fingerprint();
        Assert.Equal(before, search.Fingerprint());
        host.Text("sys/module/nvidia/version", "590.10");
        var loaded = search.Fingerprint();
        Assert.NotEqual(before, loaded);
        Directory.SetLastWriteTimeUtc(host.At("usr/local/nvidia/lib64"), DateTime.UnixEpoch);
        Assert.NotEqual(loaded, search.Fingerprint());
    }

    private static void ExpectDriver(FakeHost host, string directory)
    {
        var driver = new DriverSearch(host.Root).Find();
        Assert.Equal(
            new SortedDictionary<string, string>(
                new[] { "libcuda", "libnvidia-gpucomp", "libnvidia-ml", "libnvidia-ptxjitcompiler" }
                    .ToDictionary(name => $"{name}.so.{Version}", name => host.At($"{directory}/{name}.so.{Version}")),
                StringComparer.Ordinal),
            driver.Libraries);
        foreach (var name in (string[])["libcuda", "libnvidia-ml", "libnvidia-ptxjitcompiler"])
            Assert.Equal($"{name}.so.{Version}", driver.Links[$"{name}.so.1"]);
        Assert.Equal(6, driver.Links.Count);
    }
}
