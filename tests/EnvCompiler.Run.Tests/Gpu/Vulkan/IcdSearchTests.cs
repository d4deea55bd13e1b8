using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Run.Tests.Gpu.Vulkan;

public sealed class IcdSearchTests
{
    [Fact]
    public void The_loaders_order_is_settings_before_data_and_the_persons_before_the_hosts()
    {
        using var host = new FakeHost();
        string[] files =
        [
            "/home/person/.config/vulkan/icd.d/1.json", "/etc/xdg/vulkan/icd.d/2.json", "/etc/vulkan/icd.d/3.json",
            "/home/person/.local/share/vulkan/icd.d/4.json", "/usr/local/share/vulkan/icd.d/5.json", "/usr/share/vulkan/icd.d/6.json",
        ];
        foreach (var file in files.Reverse())
            host.AddDriverFile(file.TrimStart('/'), "libvulkan_lvp.so", "1.3.0");
        Assert.Equal(files, Find(host));
    }

    [Fact]
    public void XDG_variables_replace_their_defaults()
    {
        using var host = new FakeHost();
        host.AddDriverFile("opt/share/vulkan/icd.d/a.json", "libvulkan_lvp.so", "1.3.0");
        host.AddDriverFile("usr/share/vulkan/icd.d/b.json", "libvulkan_lvp.so", "1.3.0");
        host.Variables["XDG_DATA_DIRS"] = "/opt/share:/opt/other";
        Assert.Equal(["/opt/share/vulkan/icd.d/a.json"], Find(host));
    }

    [Theory]
    [InlineData("VK_DRIVER_FILES", "/opt/a.json:/opt/drivers", "/opt/a.json /opt/drivers/b.json")]
    [InlineData("VK_ICD_FILENAMES", "/opt/a.json", "/opt/a.json")]
    [InlineData("VK_ADD_DRIVER_FILES", "/opt/a.json", "/opt/a.json /usr/share/vulkan/icd.d/c.json")]
    [InlineData("VK_DRIVER_FILES", "", "/usr/share/vulkan/icd.d/c.json")]
    public void Variables_of_the_loader_name_files_and_directories(string variable, string value, string found)
    {
        using var host = new FakeHost();
        foreach (var file in (ReadOnlySpan<string>)["opt/a.json", "opt/drivers/b.json", "usr/share/vulkan/icd.d/c.json"])
            host.AddDriverFile(file, "libvulkan_lvp.so", "1.3.0");
        host.Variables[variable] = value;
        Assert.Equal(found.Split(' '), Find(host));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "ICD": "libvulkan_lvp.so" }""")]
    [InlineData("""{ "ICD": { "library_path": 1 } }""")]
    [InlineData("""{ "ICD": { "library_path": "" } }""")]
    public void What_is_no_such_file_is_passed_over(string text)
    {
        using var host = new FakeHost();
        host.Write("usr/share/vulkan/icd.d/a.json", text);
        Assert.Empty(Find(host));
    }

    private static IEnumerable<string> Find(FakeHost host) => new IcdSearch(host.Path, host.Variables).Find().Select(file => file.Path);
}
