using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using static EnvCompiler.Model.Tests.Manifests.Composing.ComposedManifest;

namespace EnvCompiler.Model.Tests.Manifests.Composing;

public sealed class ComposerTests
{
    [Fact]
    public void An_include_brings_what_it_includes_itself()
    {
        var manifest = Compose("", Pin("b", Include(Pin("c", "")) + "vars = { X = \"b\", Y = \"b\" }", Pin("c", "vars = { X = \"c\", Z = \"c\" }")));
        Assert.Equal(["b", "b", "c"], ((string[])["X", "Y", "Z"]).Select(name => manifest.Vars[name].Value));
    }

    [Fact]
    public void Keys_are_taken_away_from_one_include_at_any_depth()
    {
        var pins = new[] { Pin("a", "install.gcc.pkg-path = \"gcc\"\nservices.\"my s\" = { command = \"x\", restart = \"always\", vars.A = \"1\" }"), Pin("b", "install.gcc.pkg-path = \"gcc-14\"") };
        var read = ManifestReader.Read(
            "manifest.toml",
            "version = 1\ninclude.environments = [{ dir = \"../a\", remove = ['services.\"my s\".restart', 'services.\"my s\".vars'] }, { dir = \"../b\", remove = [\"install.gcc\"] }]"u8,
            pins);
        Assert.Equal("gcc", read.Value.Manifest.Install["gcc"].PkgPath);
        var service = read.Value.Manifest.Services["my s"];
        Assert.Null(service.Restart);
        Assert.Empty(service.Vars);
    }

    [Fact]
    public void Nothing_to_remove_is_an_error_with_the_nearest_key()
    {
        var read = ManifestReader.Read(
            "manifest.toml", "version = 1\ninclude.environments = [{ dir = \"../a\", remove = [\"install.gc\"] }]"u8, [Pin("a", "install.gcc.pkg-path = \"gcc\"")]);
        Assert.Equal(
            "manifest.toml(2,51): error ENVC0140: the include `a` has no `install.gc` to remove\nhint: did you mean `install.gcc`?",
            Assert.Single(read.Diagnostics).ToString());
    }

    [Fact]
    public void A_problem_is_shown_where_its_key_stands()
    {
        var read = Read("services.s.comand = \"x\"", Pin("a", "\n\ninstall.x.pkgpath = \"x\""), Pin("b", "install.y = 1"));
        Assert.Equal(
            [
                "manifest.toml(3,10): error ENVC0112", "manifest.toml(3,12): error ENVC0102",
                "../a/manifest.toml(4,11): error ENVC0102", "../b/manifest.toml(2,13): error ENVC0103",
            ],
            read.Diagnostics.Select(problem => $"{problem.Place}: error {problem.Code}"));
    }

    [Fact]
    public void The_characters_of_an_included_condition_can_be_pointed_at()
    {
        var source = Read("", Pin("a", "install.x = { pkg-path = \"x\", when = \"\\\"sm\\\" > 1\" }")).Value;
        Assert.Equal("../a/manifest.toml(2,41)", source.PlaceIn("install.x.when", 1).ToString());
    }

    [Fact]
    public void Names_may_refer_to_what_another_environment_has()
    {
        Assert.True(Read("services.s = { backend = \"llamacpp\", model = \"m\", group = \"g\", depends-on.t = \"ready\" }",
            Pin("a", "models.m.path = \"m\"\ninstall.x = { pkg-path = \"x\", pkg-group = \"g\" }\nservices.t.command = \"t\"")).Ok);
        var problem = Assert.Single(Read("", Pin("a", "services.s = { command = \"x\", depends-on.t = \"ready\" }")).Diagnostics);
        Assert.Equal("../a/manifest.toml(2,42): error ENVC0129: `services.s.depends-on` names `t`, which `[services]` does not have", (problem with { Hint = null }).ToString());
    }

    [Fact]
    public void Circles_of_services_are_found_across_environments() =>
        Assert.Equal("ENVC0130", Assert.Single(Read("services.a = { command = \"x\", depends-on.b = \"ready\" }", Pin("p", "services.b = { command = \"x\", depends-on.a = \"ready\" }")).Diagnostics).Code);

    [Fact]
    public void It_is_known_which_include_a_key_comes_from_and_what_does_not_count()
    {
        var source = Read("vars.A = \"own\"", Pin("b", Include(Pin("c", "")) + "install.x.pkg-path = \"x\"", Pin("c", "vars = { A = \"c\", B = \"c\" }")), Pin("d", "vars.B = \"d\"")).Value;
        Assert.Null(source.IncludeOf("vars", "A"));
        Assert.Equal("b", source.IncludeOf("install", "x"));
        Assert.Equal("d", source.IncludeOf("vars", "B"));
        Assert.Equal(
            ["vars.B of b at ../c/manifest.toml(2,19), d at ../d/manifest.toml(2,6)", "vars.A of b at ../c/manifest.toml(2,10),  at manifest.toml(3,6)"],
            source.SharedKeys.Select(key => $"{key.KeyPath} of {key.Include} at {key.Place}, {key.Other} at {key.OtherPlace}"));
    }

    [Fact]
    public void A_key_must_be_in_the_schema_that_its_own_text_declares()
    {
        var floxs = Pin("a", "") with { Manifest = ["schema-version = \"1.10.0\"", "hook.on-deactivate = \"x\""] };
        Assert.Equal("../a/manifest.toml(2,6): error ENVC0127", Read("", floxs).Diagnostics.Select(problem => $"{problem.Place}: error {problem.Code}").Single());
        Assert.True(ManifestReader.Read("m", "schema-version = \"1.10.0\"\ninclude.environments = [{ dir = \"../a\" }]"u8, [Pin("a", "hook.on-deactivate = \"x\"")]).Ok);
    }

    [Theory]
    [InlineData("vars.A = \"1\"", "../a/manifest.toml: error ENVC0110")]
    [InlineData("version = 2", "../a/manifest.toml(1,1): error ENVC0111")]
    [InlineData("version = \"1\"", "../a/manifest.toml(1,11): error ENVC0103")]
    public void Every_text_says_its_own_version(string text, string problem) =>
        Assert.Equal(problem, Read("", Pin("a", "") with { Manifest = [text] }).Diagnostics.Select(each => $"{each.Place}: error {each.Code}").Single());

    [Theory]
    [InlineData("app/manifest.toml", "../common", null, "common/manifest.toml")]
    [InlineData("manifest.toml", "../../x/./y/", null, "../../x/y/manifest.toml")]
    [InlineData("/a/b/.flox/env/manifest.toml", "../c", ".flox/env/manifest.toml", "/a/c/.flox/env/manifest.toml")]
    [InlineData(".envc/env/manifest.toml", "/srv/base", null, "/srv/base/manifest.toml")]
    public void An_included_file_is_named_as_a_person_would_find_it(string file, string directory, string? below, string shown)
    {
        var pin = Pin("x", "oops = 1") with { Name = directory.TrimEnd('/').Split('/')[^1], Dir = directory, File = below };
        var problem = Assert.Single(ManifestReader.Read(file, System.Text.Encoding.UTF8.GetBytes($"version = 1\ninclude.environments = [{{ dir = \"{directory}\" }}]"), [pin]).Diagnostics);
        Assert.Equal($"{shown}(2,1)", problem.Place.ToString());
    }

    [Fact]
    public void A_text_of_a_registry_is_named_by_its_reference()
    {
        var pin = Pin("base", "oops = 1") with { Dir = null, Remote = "registry.example/team/base", Found = 12 };
        var problem = Assert.Single(ManifestReader.Read("manifest.toml", "version = 1\ninclude.environments = [{ remote = \"registry.example/team/base\" }]"u8, [pin]).Diagnostics);
        Assert.Equal("registry.example/team/base:12/manifest.toml(2,1)", problem.Place.ToString());
    }

    [Fact]
    public void What_is_not_locked_is_an_error_at_its_entry_beside_the_manifests_own_problems()
    {
        var read = ManifestReader.Read(
            "manifest.toml", "version = 1\ninclude.environments = [{ dir = \"../a\" }, { dir = \"../b\" }]\nservices.s = { backend = \"x\", model = \"from-a\" }\noops = 1"u8, [Pin("a", "")]);
        Assert.Equal(
            ["manifest.toml(2,43): error ENVC0139: the included environment `b` is not locked\nhint: `envc lock` fetches and locks it", "manifest.toml(4,1): error ENVC0102"],
            read.Diagnostics.Select(problem => problem.Code == "ENVC0102" ? $"{problem.Place}: error {problem.Code}" : problem.ToString()));
    }

    [Theory]
    [InlineData("[{ dir = \"../a\" }]", true)]
    [InlineData("[{ dir = \"../a\", remove = [\"vars.X\"] }]", true)]
    [InlineData("[{ dir = \"../a\", name = \"b\" }]", false)]
    [InlineData("[{ dir = \"../a/\" }]", false)]
    [InlineData("[{ remote = \"x.example/a\" }]", false)]
    [InlineData("[]", false)]
    public void A_pin_answers_to_an_entry_of_the_same_place_and_name(string entries, bool isPinned)
    {
        var requests = ManifestText.Parse("m", $"version = 1\ninclude.environments = {entries}").ReadIncludes().Value;
        Assert.Equal(isPinned, IncludeRequest.ArePinnedBy(requests, [Pin("a", "vars.X = \"1\"")]));
    }

    [Fact]
    public void Another_generation_is_another_include()
    {
        var requests = ManifestText.Parse("m", "version = 1\ninclude.environments = [{ remote = \"x.example/a\", generation = 2 }]").ReadIncludes().Value;
        var pin = Pin("a", "") with { Dir = null, Remote = "x.example/a", Found = 2 };
        Assert.False(IncludeRequest.ArePinnedBy(requests, [pin]));
        Assert.True(IncludeRequest.ArePinnedBy(requests, [pin with { Generation = 2 }]));
    }

    [Fact]
    public void Texts_of_any_line_ends_are_kept_as_they_are()
    {
        const string text = "\uFEFFversion = 1\r\nvars.X = \"1\"\r\n\n";
        var pin = Pin("a", "") with { Manifest = LockedInclude.LinesOf(text), Sha256 = LockedInclude.HashOf(text) };
        Assert.Equal(text, pin.Text);
        Assert.Equal("../a/manifest.toml(2,6)", Read("", pin).Value.PlaceOf("vars.X").ToString());
    }
}
