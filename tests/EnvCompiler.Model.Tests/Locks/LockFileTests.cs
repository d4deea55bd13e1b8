using System.Text;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Tests.Manifests.Composing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Model.Tests.Locks;

public sealed class LockFileTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("\"kind\": \"native\"", "\"kind\": \"debian\"")]
    [InlineData("\"fit\": \"runs-after-jit\"", "\"fit\": \"perhaps\"")]
    [InlineData("\"native/kernels/1/sm_90\": {\n              \"fit\"", "\"native/kernels/2/sm_90\": {\n              \"fit\"")]
    [InlineData("\"name\": \"sm_90\"", "\"name\": \"../sm_90\"")]
    public void A_native_package_says_which_build_it_is_and_how_it_runs(string part, string? replacement)
    {
        var sample = Samples.Lock();
        var package = Samples.Package("kernels", "1") with
        {
            Kind = LockedPackage.Native,
            Path = "artifacts/k.deb",
            Build = new LockedBuild { Name = "sm_90", DeviceCode = ["compute_80 (PTX 8.0)"], Cuda = "12.8", CpuLevel = "x86-64-v3" },
        };
        var verdict = new LockedVerdict { Fit = BuildFit.RunsAfterJit, Code = "compute_80 (PTX 8.0)", PtxSize = 7 };
        var group = new LockedGroup { Install = new(StringComparer.Ordinal) { ["k"] = package.Id }, Packages = [package.Id], Verdicts = new() { [package.Id] = verdict } };
        var locked = sample with
        {
            Packages = new(StringComparer.Ordinal) { [package.Id] = package },
            Targets = new(StringComparer.Ordinal) { ["x86_64-linux/sm_90"] = new LockedTarget { Groups = new(StringComparer.Ordinal) { ["toplevel"] = group } } },
        };
        Assert.Equal("native/kernels/1/sm_90", package.Id);
        var text = Text(LockFile.Write(locked));
        Assert.Contains("\"lock-version\": 5", text, StringComparison.Ordinal);
        var changed = replacement is null ? text : text.Replace(part, replacement, StringComparison.Ordinal);
        Assert.True(replacement is null || changed != text);
        var read = LockFile.Read("manifest.lock", Encoding.UTF8.GetBytes(changed));
        Assert.Equal(replacement is null, read.Ok);
        if (read.Ok)
            Assert.Equal(text, Text(LockFile.Write(read.Value)));
    }

    [Fact]
    public void Reading_and_writing_gives_the_same_bytes()
    {
        var bytes = LockFile.Write(Samples.Lock());
        Assert.Equal(Text(bytes), Text(LockFile.Write(LockFile.Read("m.lock", bytes).Value)));
        Assert.EndsWith("}\n", Text(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', Text(bytes));
    }

    [Fact]
    public void The_form_is_the_checked_in_one() => Expectation.Matches(
        "tests/EnvCompiler.Model.Tests/Locks/sample.lock", Text(LockFile.Write(Samples.Lock())));

    [Fact]
    public void One_package_more_only_adds_lines()
    {
        var before = Text(LockFile.Write(Samples.Lock())).Split('\n');
        var locked = Samples.Lock();
        var more = Samples.Package("libzstd1", "1.5.7+dfsg-1");
        locked.Packages.Add(more.Id, more);
        var after = Text(LockFile.Write(locked)).Split('\n');
        Assert.Equal(11, after.Length - before.Length);
        Assert.Empty(before.Except(after));
    }

    [Theory]
    [InlineData("\"kind\": \"debian\",\n", "", "ENVC0123", "an object was missing required properties including: `kind`")]
    [InlineData("\"size\": 100", "\"size\": \"many\"", "ENVC0123", "could not be converted")]
    [InlineData("\"size\": 100", "\"size\": 100, \"size\": 200", "ENVC0123", "Duplicate property")]
    [InlineData("\"size\": 100", "\"length\": 100", "ENVC0123", "length")]
    [InlineData("\"size\": 100", "\"size\": -1", "ENVC0125", "negative size")]
    [InlineData("pool/main/l/libc6_2.43-3_amd64.deb", "../libc6.deb", "ENVC0125", "leaves its directory")]
    [InlineData("\"version\": \"2.43-3\"", "\"version\": \"2.44-1\"", "ENVC0125", "`debian/libc6/2.43-3/amd64` holds `debian/libc6/2.44-1/amd64`")]
    [InlineData("aaaaaaaa", "AAAAAAAA", "ENVC0125", "SHA-256")]
    [InlineData("pool/main/l/libc6_2.43-3_amd64.deb", "/etc/passwd", "ENVC0125", "leaves its directory")]
    [InlineData("pool/main/l/libc6_2.43-3_amd64.deb", "pool/\\u0000", "ENVC0125", "leaves its directory")]
    [InlineData("models/tiny.gguf\",\n          \"size", "../../tiny.gguf\",\n          \"size", "ENVC0125", "leaves its directory")]
    [InlineData("main/binary-amd64/Packages", "../Packages", "ENVC0125", "leaves its directory")]
    [InlineData("\"x86_64-linux/cpu\": {", "\"x86_64-linux\": {", "ENVC0125", "is not a target")]
    [InlineData("\"toplevel\": {", "\"../up\": {", "ENVC0125", "cannot be the name of a group")]
    [InlineData("cccccccc", "zzzzzzzz", "ENVC0125", "SHA-256")]
    [InlineData("\"lock-version\": 1", "\"lock-version\": 99, \"new\": [1, {}]", "ENVC0124", "version 99, and this envc reads up to 6")]
    [InlineData("\"forky\"", "\"\\ud800\"", "ENVC0123", "half of a character")]
    [InlineData("\"lock-version\": 1", "\"lock-version\": 0", "ENVC0123", "`lock-version` is not a number from 1")]
    [InlineData("\"lock-version\": 1", "\"lock-version\": \"1\"", "ENVC0123", "`lock-version` is not a number from 1")]
    [InlineData("\"lock-version\": 1,", "", "ENVC0123", "it has no `lock-version`")]
    public void A_damaged_lock_is_an_error_with_a_hint(string part, string replacement, string code, string message)
    {
        var text = Text(LockFile.Write(Samples.Lock()));
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at > 0);
        var result = LockFile.Read("m.lock", Encoding.UTF8.GetBytes(text[..at] + replacement + text[(at + part.Length)..]));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(code, diagnostic.Code);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.NotNull(diagnostic.Hint);
    }

    [Theory]
    [InlineData("\"like\": \"x86_64-linux/cpu\"", "\"like\": \"x86_64-linux/sm_90\"", "is like `x86_64-linux/sm_90`, which is not a target that is written whole")]
    [InlineData("\"like\": \"x86_64-linux/cpu\"", "\"like\": \"x86_64-linux/sm_80\"", "is like `x86_64-linux/sm_80`, which is not a target that is written whole")]
    [InlineData("\"like\": \"x86_64-linux/cpu\",", "", "has no `packages`, and its target is like none that has the group")]
    [InlineData("\"drops\": [", "\"drops\": [\n\"debian/none/1/amd64\",", "drops `debian/none/1/amd64`, which the group that it is like does not have")]
    [InlineData("\"adds\": [", "\"adds\": [\n\"debian/none/1/amd64\",", "names `debian/none/1/amd64`, which `packages` does not have")]
    [InlineData("\"adds\": [", "\"packages\": [], \"adds\": [", "has `packages` beside `adds` or `drops`")]
    public void A_damaged_row_is_an_error(string part, string replacement, string message)
    {
        var locked = Samples.Lock();
        var (libc, kernels) = (locked.Packages.Values.Single(package => package.Name == "libc6"), Samples.Package("kernels", "1"));
        locked.Packages.Add(kernels.Id, kernels);
        var group = new LockedGroup { Install = new(StringComparer.Ordinal), Packages = [kernels.Id, libc.Id] };
        locked.Targets.Add("x86_64-linux/sm_90", new LockedTarget { Like = "x86_64-linux/cpu", Groups = new(StringComparer.Ordinal) { ["toplevel"] = group } });
        var bytes = LockFile.Write(locked);
        Assert.Equal([kernels.Id, libc.Id], LockFile.Read("m.lock", bytes).Value.Targets["x86_64-linux/sm_90"].Groups["toplevel"].Packages);
        Assert.Equal(bytes, LockFile.Write(LockFile.Read("m.lock", bytes).Value));
        var text = Text(bytes);
        Assert.Contains(part, text, StringComparison.Ordinal);
        var problem = Assert.Single(LockFile.Read("m.lock", Encoding.UTF8.GetBytes(text.Replace(part, replacement, StringComparison.Ordinal))).Diagnostics);
        Assert.Equal("ENVC0125", problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_is_written_in_the_lowest_version_that_holds_it()
    {
        var plain = Samples.Lock();
        Assert.StartsWith("{\n  \"lock-version\": 1,\n", Text(LockFile.Write(plain with { LockVersion = 2 })), StringComparison.Ordinal);
        var newer = LockFile.Write(plain with { Request = plain.Request with { AllowPreReleases = true } });
        Assert.StartsWith("{\n  \"lock-version\": 2,\n", Text(newer), StringComparison.Ordinal);
        Assert.True(LockFile.Read("m.lock", newer).Value.Request.AllowPreReleases);
        var newest = LockFile.Write(plain with { Request = plain.Request with { Alternatives = new(StringComparer.Ordinal) { ["awk"] = "mawk" } } });
        Assert.StartsWith("{\n  \"lock-version\": 3,\n", Text(newest), StringComparison.Ordinal);
        Assert.Equal("mawk", LockFile.Read("m.lock", newest).Value.Request.Alternatives!["awk"]);
        plain.Packages[plain.Packages.Keys.First()] = plain.Packages.Values.First() with { DriverFloor = "550" };
        Assert.StartsWith("{\n  \"lock-version\": 2,\n", Text(LockFile.Write(plain)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_package_is_named_with_its_line()
    {
        var locked = Samples.Lock();
        locked.Packages.Remove("debian/libc6/2.43-3/amd64");
        var bytes = LockFile.Write(locked);
        var diagnostic = Assert.Single(LockFile.Read("m.lock", bytes).Diagnostics);
        Assert.Equal("group `toplevel` of `x86_64-linux/cpu` names `debian/libc6/2.43-3/amd64`, which `packages` does not have", diagnostic.Message["the lock file contradicts itself: ".Length..]);
        Assert.Contains("libc6", Text(bytes).Split('\n')[diagnostic.Place!.Value.Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_json_has_its_place()
    {
        var diagnostic = Assert.Single(LockFile.Read("m.lock", "{\n  \"lock-version\": 1,\n  oops\n}"u8).Diagnostics);
        Assert.StartsWith("m.lock(3,3): error ENVC0123: the lock file cannot be read: ", diagnostic.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal("ENVC0123", Assert.Single(LockFile.Read("m.lock", ""u8).Diagnostics).Code);
        Assert.Equal("ENVC0123", Assert.Single(LockFile.Read("m.lock", "null"u8).Diagnostics).Code);
        Assert.Equal("ENVC0123", Assert.Single(LockFile.Read("m.lock", "[[[[[["u8).Diagnostics).Code);
    }

    [Fact]
    public void A_merge_conflict_is_recognised()
    {
        var text = Text(LockFile.Write(Samples.Lock())).Replace("\"lock-version\": 1,", "\"lock-version\": 1,\n<<<<<<< HEAD", StringComparison.Ordinal);
        Assert.Contains("merge conflict", Assert.Single(LockFile.Read("m.lock", Encoding.UTF8.GetBytes(text)).Diagnostics).Hint, StringComparison.Ordinal);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    [Fact]
    public void Included_environments_are_kept_line_by_line()
    {
        var locked = Samples.Lock() with { Include = [ComposedManifest.Pin("common", "vars.A = \"é\"\r\n", ComposedManifest.Pin("deep", ""))] };
        var bytes = LockFile.Write(locked);
        Assert.StartsWith("{\n  \"lock-version\": 6,\n", Text(bytes), StringComparison.Ordinal);
        Assert.Contains("      \"manifest\": [\n        \"version = 1\",\n        \"vars.A = \\\"é\\\"\\r\",\n        \"\"\n      ],\n", Text(bytes), StringComparison.Ordinal);
        var read = LockFile.Read("m.lock", bytes).Value;
        Assert.Equal(locked.Include[0].Text, read.Include![0].Text);
        Assert.Equal(bytes, LockFile.Write(read));
        Assert.True(LockedIncludes.AreEqual(locked.Include, read.Include));
    }

    [Theory]
    [InlineData("vars.A", "vars.B", "the manifest of the included environment `common` does not have the SHA-256 that is noted of it")]
    [InlineData("vars.C", "vars.D", "the manifest of the included environment `deep` does not have the SHA-256 that is noted of it")]
    [InlineData("\"dir\": \"../common\"", "\"remote\": \"x.example/y\"", "the included environment `common` is neither of a directory nor of a registry")]
    [InlineData("\"dir\": \"../common\"", "\"remote\": \"x.example/y\", \"generation\": 3, \"found\": 4", "the included environment `common` is not of generation 3")]
    [InlineData("\"name\": \"common\"", "\"name\": \"\"", "an included environment has no name")]
    public void An_included_environment_that_was_changed_in_the_lock_is_refused(string part, string replacement, string problem)
    {
        var locked = Samples.Lock() with { Include = [ComposedManifest.Pin("common", "vars.A = \"1\"", ComposedManifest.Pin("deep", "vars.C = \"1\""))] };
        var text = Text(LockFile.Write(locked));
        Assert.Contains(part, text, StringComparison.Ordinal);
        var diagnostic = Assert.Single(LockFile.Read("m.lock", Encoding.UTF8.GetBytes(text.Replace(part, replacement, StringComparison.Ordinal))).Diagnostics);
        Assert.Equal(("ENVC0125", $"the lock file contradicts itself: {problem}"), (diagnostic.Code, diagnostic.Message));
    }
}
