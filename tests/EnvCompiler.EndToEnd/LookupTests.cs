using System.Text.Json;
using EnvCompiler.EndToEnd.Harness;

namespace EnvCompiler.EndToEnd;

/// <summary>Commands that only look: at catalogs and at the lock.</summary>
public sealed class LookupTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public void A_package_is_found_shown_and_listed()
    {
        using var quickstart = new Quickstart();
        var envc = store.Envc();
        Assert.Matches(@"\nllama\.cpp-tools +\S+ +forky +LLM inference", envc.Run("search", "-d", quickstart.Project, "llm", "inference").Expect(0).Output);

        using var shown = JsonDocument.Parse(envc.Run("show", "-d", quickstart.Project, "llama.cpp-tools", "--json").Expect(0).Output);
        Assert.Contains("libllama0", shown.RootElement[0].GetProperty("depends").ToString(), StringComparison.Ordinal);

        using var listed = JsonDocument.Parse(envc.Run("list", "-d", quickstart.Project, "--json").Expect(0).Output);
        Assert.Equal(["llama"], listed.RootElement.EnumerateArray().Select(package => package.GetProperty("install-id").GetString()));
        var table = envc.Run("list", "-a", "-d", quickstart.Project).Expect(0).Output;
        Assert.Matches(@"\n- +libllama0 ", table);
    }

    [Fact]
    public void A_misspelt_package_is_an_error_with_names_near_it()
    {
        using var quickstart = new Quickstart();
        store.Envc().Run("show", "-d", quickstart.Project, "lama.cpp-tools").Expect(1).Says("ENVC0914");
    }

    [Fact]
    public void What_is_not_locked_cannot_be_listed()
    {
        using var quickstart = new Quickstart(withLock: false);
        store.Envc().Run("list", "-d", quickstart.Project).Expect(1).Says("ENVC0906");
        Assert.False(File.Exists(quickstart.LockPath));
    }
}
