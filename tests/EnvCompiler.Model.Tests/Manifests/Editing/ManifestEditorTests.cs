using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Editing;
using EnvCompiler.Model.Tests.Manifests.Composing;
using EnvCompiler.Toml;

namespace EnvCompiler.Model.Tests.Manifests.Editing;

public sealed class ManifestEditorTests
{
    private const string Manifest = """
        version = 1

        [install]
        # the web server
        nginx.pkg-path = "nginx"   # stable
        old = { pkg-path = "debian/curl", pkg-group = "tools" }

        [vars]
        A = "b"

        """;

    [Fact]
    public void A_package_is_added_in_the_form_of_the_others_and_all_else_stays()
    {
        var edited = Editor(Manifest).Install([Package("jq@1.7"), Package("debian/llama.cpp-tools")], id: null, group: null).Value;
        var read = ManifestReader.Read("manifest.toml", edited.Text).Value.Manifest;
        Assert.Equal(("jq", "1.7"), (read.Install["jq"].PkgPath, read.Install["jq"].Version));
        Assert.Equal("debian/llama.cpp-tools", read.Install["llama.cpp-tools"].PkgPath);
        Assert.Equal(Manifest.Split('\n'), edited.Text.Split('\n').Where(line => !line.Contains("jq", StringComparison.Ordinal) && !line.Contains("llama", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("version = 1\n")]
    [InlineData("version = 1\n[install]\n")]
    [InlineData("version = 1\n[install]\n[vars]\nA = \"b\"\n")]
    [InlineData("version = 1\ninstall = {}\n")]
    [InlineData("version = 1\ninstall = { curl = { pkg-path = \"curl\" } }\n")]
    [InlineData("version = 1\n[install.curl]\npkg-path = \"curl\"\n[vars]\nA = \"b\"\n")]
    [InlineData("version = 1\ninstall.curl.pkg-path = \"curl\"\n[vars]\nA = \"b\"")]
    public void Whatever_the_manifest_looks_like_the_package_can_be_added_and_removed(string manifest)
    {
        var edited = Editor(manifest).Install([Package("jq@^1.7")], "json", "tools").Value;
        var read = ManifestReader.Read("manifest.toml", edited.Text).Value.Manifest;
        Assert.Equal(("jq", "^1.7", "tools"), (read.Install["json"].PkgPath, read.Install["json"].Version, read.Install["json"].PkgGroup));
        var undone = Editor(edited.Text).Uninstall(["jq"]).Value;
        Assert.Equal(
            ManifestReader.Read("manifest.toml", manifest).Value.Manifest.Install.Keys,
            ManifestReader.Read("manifest.toml", undone.Text).Value.Manifest.Install.Keys);
    }

    [Fact]
    public void A_package_that_is_there_is_a_warning_and_another_of_its_id_an_error()
    {
        var same = Editor(Manifest).Install([Package("nginx@1.2")], id: null, group: null);
        Assert.Equal(Manifest, same.Value.Text);
        Assert.Equal((Severity.Warning, "ENVC0136", 5), One(same));
        var other = Editor(Manifest).Install([Package("caddy")], "nginx", group: null);
        Assert.Equal((Severity.Error, "ENVC0136", 5), One(other));
        Assert.False(other.Ok);
    }

    [Fact]
    public void A_package_is_removed_with_its_comment_by_id_or_by_name()
    {
        var edited = Editor(Manifest).Uninstall(["nginx", "curl"]).Value;
        Assert.DoesNotContain("web server", edited.Text, StringComparison.Ordinal);
        Assert.Empty(ManifestReader.Read("manifest.toml", edited.Text).Value.Manifest.Install);
        Assert.Contains("A = \"b\"", edited.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_removes_nothing_and_all_are_told()
    {
        var result = Editor(Manifest).Uninstall(["ngnix", "nginx", "jq"]);
        Assert.Equal(["ENVC0137", "ENVC0137"], result.Diagnostics.Select(problem => problem.Code));
        Assert.Equal("did you mean `nginx`?", result.Diagnostics[0].Hint);
    }

    [Fact]
    public void What_an_include_brings_is_not_removed_and_that_include_is_named()
    {
        var editor = Composed("");
        var result = editor.Uninstall(["curl"]);
        Assert.Equal(
            "../tools/manifest.toml(2,9): error ENVC0138: `curl` comes from the include `tools`\nhint: write `remove = [\"install.curl\"]` into its entry of `[include]`",
            Assert.Single(result.Diagnostics).ToString());
        Assert.False(result.Ok);
        Assert.Equal((Severity.Warning, "ENVC0136", 2), One(editor.Install([Package("curl")], id: null, group: null)));
        Assert.Contains("curl = { pkg-path = \"curl\", version = \"8\" }", editor.Install([Package("curl@8")], id: null, group: null).Value.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_include_has_too_is_removed_here_and_stays_there()
    {
        var editor = Composed("[install]\ncurl.pkg-path = \"debian/curl\"\n");
        var result = editor.Uninstall(["curl"]);
        Assert.DoesNotContain("debian/curl", result.Value.Text, StringComparison.Ordinal);
        Assert.Equal((Severity.Warning, "ENVC0141", 2), One(result));
    }

    private static ManifestEditor Composed(string own)
    {
        var include = ComposedManifest.Pin("tools", "install.curl.pkg-path = \"curl\"");
        var text = "version = 1\n" + ComposedManifest.Include(include) + own;
        return new ManifestEditor(ComposedManifest.Read(own, include).Value, TomlDocument.Parse(text));
    }

    [Theory]
    [InlineData("jq", "jq", null)]
    [InlineData("debian/jq@>=1.7 <2", "debian/jq", ">=1.7 <2")]
    [InlineData("jq@", null, null)]
    [InlineData("@1", null, null)]
    [InlineData("/jq", null, null)]
    [InlineData("debian/", null, null)]
    public void An_argument_has_a_name_and_perhaps_a_catalog_and_a_version(string argument, string? path, string? version)
    {
        var package = PackageArgument.TryParse(argument);
        Assert.Equal((path, version), (package?.PkgPath, package?.Version));
    }

    private static PackageArgument Package(string argument) => PackageArgument.TryParse(argument)!;

    private static ManifestEditor Editor(string manifest) => new(ManifestReader.Read("manifest.toml", manifest).Value, TomlDocument.Parse(manifest));

    private static (Severity Severity, string Code, int Line) One<T>(Result<T> result)
    {
        var problem = Assert.Single(result.Diagnostics);
        return (problem.Severity, problem.Code, problem.Place!.Value.Line);
    }
}
