using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>One lock for several targets: shared packages, rows that stay as they are, and what hosts promise of their driver.</summary>
public sealed class TargetsTests
{
    private const string Install = "app.pkg-path = \"app\"\ncuda = { pkg-path = \"app-cuda\", when = 'sm >= 50' }";

    private static readonly string[] Stanzas =
    [
        Package("app", "2", "Depends: library"),
        Package("app", "1", "Depends: library"),
        Package("library", "2"),
        Package("app-cuda", "2", "Depends: app, libcuda1 (>= 570) | libcuda.so.1 (>= 570)"),
        Package("app-cuda", "1", "Depends: app, libcuda1 (>= 525) | libcuda.so.1 (>= 525)"),
    ];

    [Fact]
    public void A_target_is_written_by_its_difference_to_the_processor()
    {
        var locked = Of(Stanzas).WithOptions("targets = [\"cpu\", \"sm_90\"]").Lock(Install).Value;
        Assert.Equal(["debian/app-cuda/2/amd64", "debian/app/2/amd64", "debian/library/2/amd64"], PackagesOf(locked, "sm_90"));
        var text = System.Text.Encoding.UTF8.GetString(LockFile.Write(locked));
        Assert.Contains("""
                "x86_64-linux/sm_90": {
                  "like": "x86_64-linux/cpu",
                  "groups": {
                    "toplevel": {
                      "install": {
                        "app": "debian/app/2/amd64",
                        "cuda": "debian/app-cuda/2/amd64"
                      },
                      "adds": [
                        "debian/app-cuda/2/amd64"
                      ]
                    }
                  }
                }
            """, text, StringComparison.Ordinal);
        var read = LockFile.Read("manifest.lock", LockFile.Write(locked)).Value;
        Assert.Equal(PackagesOf(locked, "sm_90"), PackagesOf(read, "sm_90"));
        Assert.Equal(LockFile.Write(locked), LockFile.Write(read));
    }

    [Theory]
    [InlineData("targets = [\"cpu\", \"sm_90\"]", "targets = [\"cpu\", \"sm_90\", \"sm_120\", \"vulkan\"]")]
    [InlineData("targets = [\"sm_90\"]", "targets = [\"sm_90\", \"cpu\", \"sm_75\"]")]
    public void A_target_more_leaves_the_rows_of_the_others_as_they_are(string before, string after)
    {
        var first = Of(Stanzas).WithOptions(before).Lock(Install).Value;
        var newer = Stanzas.Append(Package("library", "3")).ToArray();
        var second = Of(newer).WithOptions(after).Lock(Install, LockFile.Read("m", LockFile.Write(first)).Value).Value;
        foreach (var target in first.Targets.Keys)
            Assert.Equal(Row(first, target), Row(second, target));
        Assert.Contains("debian/library/2/amd64", PackagesOf(second, "cpu"));
    }

    [Theory]
    [InlineData("", "debian/app-cuda/2/amd64")]
    [InlineData("driver = \">=580\"", "debian/app-cuda/2/amd64")]
    [InlineData("driver = \">=570\"", "debian/app-cuda/2/amd64")]
    [InlineData("driver = \">=550\"", "debian/app-cuda/1/amd64")]
    public void What_needs_a_newer_driver_than_the_hosts_promise_is_out(string driver, string chosen) =>
        Assert.Contains(chosen, PackagesOf(Of(Stanzas).WithOptions($"targets = [\"sm_90\"]\n{driver}").Lock(Install).Value, "sm_90"));

    [Fact]
    public void A_promise_that_no_version_works_with_is_told()
    {
        var problem = Assert.Single(Of(Stanzas).WithOptions("targets = [\"sm_80\", \"sm_90\"]\ndriver = \">=470\"").Lock(Install).Diagnostics);
        Assert.Equal("ENVC0255", problem.Code);
        Assert.Contains("but the hosts promise the NVIDIA driver `470` (`options.driver`)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("options.driver", problem.Hint!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_asks_hosts_without_a_GPU_for_the_driver_is_warned_of()
    {
        var locked = Of(Stanzas).WithOptions("targets = [\"cpu\", \"sm_90\"]").Lock("cuda.pkg-path = \"app-cuda\"");
        var warning = Assert.Single(locked.Diagnostics);
        Assert.Equal(("ENVC0263", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Equal(["`app-cuda` asks for 570"], warning.Details);
        Assert.Empty(Of(Stanzas).WithOptions("targets = [\"cpu\", \"sm_90\"]").Lock(Install).Diagnostics);
    }

    [Fact]
    public void A_promise_is_a_part_of_the_request()
    {
        var plain = Of(Stanzas).Lock(Install).Value.Request;
        Assert.False(LockRequests.AreEqual(plain, Of(Stanzas).WithOptions("driver = \">=550\"").Lock(Install).Value.Request));
        Assert.False(LockRequests.AreEqual(plain, Of(Stanzas).WithOptions("cpu-level = \"x86-64-v3\"").Lock(Install).Value.Request));
        Assert.True(LockRequests.AreEqual(plain, Of(Stanzas).WithOptions("accelerator = \"required\"").Lock(Install).Value.Request));
    }

    private static IReadOnlyList<string> PackagesOf(Model.Locks.Lock locked, string accelerator) =>
        locked.Targets[$"x86_64-linux/{accelerator}"].Groups["toplevel"].Packages;

    // The lines of the file between the target's name and the next one.
    private static string Row(Model.Locks.Lock locked, string target)
    {
        var text = System.Text.Encoding.UTF8.GetString(LockFile.Write(locked));
        var row = text[text.IndexOf($"\"{target}\": {{", StringComparison.Ordinal)..];
        return row[..row.IndexOf("\n    }", StringComparison.Ordinal)];
    }
}
