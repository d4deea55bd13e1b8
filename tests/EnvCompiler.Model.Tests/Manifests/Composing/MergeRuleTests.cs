using static EnvCompiler.Model.Tests.Manifests.Composing.ComposedManifest;

namespace EnvCompiler.Model.Tests.Manifests.Composing;

/// <summary>What becomes of a key that several environments have, as Flox documents it, and for the keys that only envc has.</summary>
public sealed class MergeRuleTests
{
    [Fact]
    public void The_manifest_outweighs_its_includes_and_a_later_include_an_earlier_one()
    {
        var manifest = Compose("vars.A = \"own\"", Pin("low", "vars = { A = \"low\", B = \"low\", C = \"low\" }"), Pin("high", "vars = { A = \"high\", B = \"high\" }"));
        Assert.Equal(["own", "high", "low"], ((string[])["A", "B", "C"]).Select(name => manifest.Vars[name].Value));
    }

    [Theory]
    [InlineData("install.x = { pkg-path = \"low\", version = \"1\" }", "install.x.pkg-path = \"high\"")]
    [InlineData("vars.x = { default = \"low\" }", "vars.x = { secret = true }")]
    [InlineData("services.x = { command = \"low\", vars.A = \"1\" }", "services.x = { backend = \"llamacpp\" }")]
    [InlineData("models.x = { path = \"low\", when = \"true\" }", "models.x.path = \"high\"")]
    [InlineData("build.xx = { command = \"low\", version = \"1\" }", "build.xx.command = \"high\"")]
    [InlineData("catalogs.x = { type = \"debian\", components = [\"main\"] }", "catalogs.x = { type = \"debian\", suites = [\"forky\"] }")]
    public void An_entry_of_a_section_is_replaced_whole(string low, string high)
    {
        var (composed, alone) = (Compose(high, Pin("low", low)), Compose(high));
        Assert.Equivalent(alone with { Include = composed.Include }, composed, strict: true);
    }

    [Fact]
    public void Entries_of_a_section_come_together()
    {
        var manifest = Compose("install.a.pkg-path = \"a\"\nservices.s.command = \"s\"", Pin("low", "install.b.pkg-path = \"b\"\nservices = { auto-start = true, t.command = \"t\" }"));
        Assert.Equal(["b", "a"], manifest.Install.Keys);
        Assert.Equal(["t", "s"], manifest.Services.Keys);
        Assert.True(manifest.ServicesAutoStart);
    }

    [Fact]
    public void Scripts_for_activation_run_from_low_to_high_and_those_for_leaving_the_other_way()
    {
        const string scripts = "hook = { on-activate = \"NAME\", on-deactivate = \"NAME\" }\n[profile]\ncommon = \"NAME\"\nbash = \"NAME\"\ndeactivate.zsh = \"NAME\"\n";
        string Of(string name) => scripts.Replace("NAME", name, StringComparison.Ordinal);
        var manifest = Compose(Of("own"), Pin("low", Of("low") + "fish = \"only\""), Pin("high", Of("high\\n")));
        Assert.Equal("low\nhigh\nown", manifest.Hook.OnActivate);
        Assert.Equal("own\nhigh\nlow", manifest.Hook.OnDeactivate);
        Assert.Equal("low\nhigh\nown", manifest.Profile.Common);
        Assert.Equal("low\nhigh\nown", manifest.Profile.Bash);
        Assert.Equal("only", manifest.Profile.Fish);
        Assert.Equal("own\nhigh\nlow", manifest.Profile.Deactivate!.Zsh);
    }

    [Fact]
    public void Options_are_replaced_leaf_by_leaf()
    {
        var manifest = Compose(
            "options = { targets = [\"cpu\"], allow.unfree = true, alternatives.awk = \"mawk\" }",
            Pin("low", "options = { targets = [\"sm_90\"], base = false, driver = \">=550\", activate.mode = \"run\", semver.allow-pre-releases = true, alternatives = { awk = \"gawk\", vi = \"vim\" } }"));
        Assert.Equal(["cpu"], manifest.Options.Targets);
        Assert.False(manifest.Options.Base);
        Assert.Equal(">=550", manifest.Options.Driver);
        Assert.Equal("run", manifest.Options.Activate.Mode);
        Assert.True(manifest.Options.Allow.Unfree);
        Assert.True(manifest.Options.Semver.AllowPreReleases);
        Assert.Equal("mawk", manifest.Options.Alternatives["awk"]);
        Assert.Equal("vim", manifest.Options.Alternatives["vi"]);
    }

    [Fact]
    public void What_an_environment_says_of_itself_is_not_inherited()
    {
        var manifest = Compose("description = \"own\"", Pin("low", "description = \"low\""));
        Assert.Equal("own", manifest.Description);
        Assert.Equal(1, manifest.Version);
        Assert.Null(Compose("", Pin("low", "description = \"low\"")).Description);
        Assert.Equal(["../low"], Compose("", Pin("low", "")).Include.Environments.Select(each => each.Dir));
    }

    [Fact]
    public void The_higher_ones_catalogs_are_asked_first()
    {
        const string catalog = "type = \"debian\"";
        var manifest = Compose($"catalogs.own = {{ {catalog} }}", Pin("low", $"catalogs = {{ a = {{ {catalog} }}, b = {{ {catalog} }} }}"), Pin("high", $"catalogs.c = {{ {catalog} }}"));
        Assert.Equal(["own", "c", "a", "b"], manifest.Catalogs.Keys);
    }

    [Fact]
    public void Files_of_catalogs_are_found_from_the_including_environment()
    {
        var deep = Pin("deep", "catalogs = { n = { type = \"native\", location = \"catalog\" }, k = { type = \"debian\", keyring = \"/etc/k.gpg\" } }") with { Dir = "sub" };
        var include = Pin("low", "include.environments = [{ dir = \"sub\", name = \"deep\" }]\ncatalogs = { m = { type = \"native\", location = \"../shared\" }, l = { type = \"native\", location = \"oci:layout\" }, r = { type = \"native\", location = \"oci://r.example/c\" } }", deep);
        var manifest = Compose("", include);
        Assert.Equal("../low/sub/catalog", manifest.Catalogs["n"].Location);
        Assert.Equal("/etc/k.gpg", manifest.Catalogs["k"].Keyring);
        Assert.Equal("../shared", manifest.Catalogs["m"].Location);
        Assert.Equal("oci:../low/layout", manifest.Catalogs["l"].Location);
        Assert.Equal("oci://r.example/c", manifest.Catalogs["r"].Location);
    }

    [Fact]
    public void Lists_of_an_images_ports_come_together_without_repetition()
    {
        var read = Read("containerize.config = { exposed-ports = [\"80\", \"443\"], user = \"me\" }", Pin("low", "containerize.config = { exposed-ports = [\"80\", 81], user = \"you\" }"));
        // Nothing reads them yet; an element of the wrong type shows that the lower one's are still there.
        Assert.Contains(read.Diagnostics, problem => problem.Code == "ENVC0103");
        Assert.Equal(
            [("containerize.config.exposed-ports", true), ("containerize.config.user", false)],
            Read("containerize.config = { exposed-ports = [\"443\"], user = \"me\" }", Pin("low", "containerize.config = { exposed-ports = [\"80\"], user = \"you\" }"))
                .Value.SharedKeys.Select(key => (key.KeyPath, key.IsJoined)));
    }
}
