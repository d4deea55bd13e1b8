using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation.Drivers;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Drivers;

public sealed class LinkerCacheFileTests
{
    private static readonly Dictionary<string, string> Added = new()
    {
        ["libcuda.so.1"] = "/.envc-driver/lib/libcuda.so.1",
        ["libcuda.so"] = "/.envc-driver/lib/libcuda.so",
        ["libnvidia-ml.so.1"] = "/.envc-driver/lib/libnvidia-ml.so.1",
    };

    [Requires("ldconfig")]
    public async Task What_ldconfig_wrote_is_read_as_ldconfig_prints_it()
    {
        var printed = (await PrintAsync("/etc/ld.so.cache")).Where(line => line.Contains("x86-64", StringComparison.Ordinal) || line.Contains("AArch64", StringComparison.Ordinal));
        Assert.Equal(printed.Select(Pair), LinkerCacheFile.Read(await File.ReadAllBytesAsync("/etc/ld.so.cache")).Select(entry => $"{entry.Name} {entry.Path}"));
    }

    [Requires("ldconfig")]
    public async Task Added_libraries_are_printed_by_ldconfig_with_all_others_and_in_the_loaders_order()
    {
        using var directory = new TemporaryDirectory();
        var before = await PrintAsync("/etc/ld.so.cache");
        await File.WriteAllBytesAsync(directory.File("cache"), LinkerCacheFile.Add(await File.ReadAllBytesAsync("/etc/ld.so.cache"), Added));
        var after = await PrintAsync(directory.File("cache"));
        Assert.Equal(before.Count + Added.Count, after.Count);
        Assert.Equal(before, after.Where(line => !line.Contains("/.envc-driver/", StringComparison.Ordinal)));
        var names = after.Select(line => line.Trim().Split(' ')[0]).ToList();
        Assert.Equal(names.OrderByDescending(name => name, Comparer<string>.Create(LinkerCacheFile.Compare)), names);
    }

    [Fact]
    public void A_library_of_the_same_name_gives_way()
    {
        var cache = LinkerCacheFile.Add([], new Dictionary<string, string> { ["libcuda.so.1"] = "/usr/lib/libcuda.so.1", ["libz.so.1"] = "/usr/lib/libz.so.1" });
        Assert.Equal(
            [("libz.so.1", "/usr/lib/libz.so.1"), ("libnvidia-ml.so.1", Added["libnvidia-ml.so.1"]), ("libcuda.so.1", Added["libcuda.so.1"]), ("libcuda.so", Added["libcuda.so"])],
            LinkerCacheFile.Read(LinkerCacheFile.Add(cache, Added)));
    }

    [Theory]
    [InlineData("liba.so.9", "liba.so.10", -1)]
    [InlineData("liba.so", "liba.so.1", -1)]
    [InlineData("lib2", "liba", 1)]
    [InlineData("liba.so.1", "liba.so.1", 0)]
    [InlineData("liba-2.so", "liba.so", -1)]
    public void Names_are_in_the_order_in_which_the_loader_searches(string first, string second, int sign)
    {
        Assert.Equal(sign, Math.Sign(LinkerCacheFile.Compare(first, second)));
        Assert.Equal(-sign, Math.Sign(LinkerCacheFile.Compare(second, first)));
    }

    [Fact]
    public void Another_file_holds_no_libraries()
    {
        Assert.Empty(LinkerCacheFile.Read("no cache"u8));
        Assert.Empty(LinkerCacheFile.Read([]));
        Assert.Empty(LinkerCacheFile.Read("ld.so-1.7.0\0\xFF\xFF\xFF\xFF"u8));
    }

    private static async Task<List<string>> PrintAsync(string cache)
    {
        var said = await new ProcessRunner().RunAsync("/usr/sbin/ldconfig", ["-p", "-C", cache], default);
        Assert.Equal(0, said!.ExitCode);
        return [.. said.Output.Split('\n').Where(line => line.Contains("=>", StringComparison.Ordinal))];
    }

    // `	libz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1`
    private static string Pair(string line) => $"{line.Trim().Split(' ')[0]} {line[(line.IndexOf("=> ", StringComparison.Ordinal) + 3)..]}";
}
