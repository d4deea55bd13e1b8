using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class GenerationSwitcherTests : IDisposable
{
    private readonly TestEnvironment environment = new();

    private EnvironmentLayout Layout => environment.Layout;

    [Fact]
    public void A_switch_brings_manifest_and_lock_along()
    {
        PublishThree();
        var switched = Switch(1).Value;
        Assert.Equal((1, 3, null), (switched.Number, switched.Previous, switched.Edits));
        Assert.Equal(1, GenerationNumbers.Live(Layout));
        Assert.Equal(("manifest a", "lock a"), WorkingFiles(environment));
        Assert.False(File.Exists(Layout.Switch));
        Assert.Equal([("build", 1), ("build", 2), ("build", 3), ("switch", 1)], new GenerationHistory(Layout).Read().Select(entry => (entry.Kind, entry.Generation)));
    }

    [Fact]
    public void What_a_person_edited_and_no_generation_has_is_kept()
    {
        PublishThree();
        File.WriteAllText(Layout.Manifest, "edited");
        var edits = Switch(2).Value.Edits!;
        Assert.Equal("edited", File.ReadAllText(Path.Combine(edits, "manifest.toml")));
        Assert.False(File.Exists(Path.Combine(edits, "manifest.lock")), "the lock is generation 3's");
        Assert.Equal(("manifest b", "lock b"), WorkingFiles(environment));
    }

    [Fact]
    public void Switching_to_the_live_one_takes_edits_back()
    {
        PublishThree();
        File.WriteAllText(Layout.Lock, "edited");
        Assert.Equal("edited", File.ReadAllText(Path.Combine(Switch(3).Value.Edits!, "manifest.lock")));
        Assert.Equal(("manifest c", "lock c"), WorkingFiles(environment));
        Assert.Equal(3, new GenerationHistory(Layout).Read().Count);
    }

    [Fact]
    public void Rolling_back_goes_to_what_was_live_before_and_forth_again()
    {
        PublishThree();
        int[] went = [RollBack().Value.Number, RollBack().Value.Number, RollBack(1).Value.Number, RollBack().Value.Number];
        Assert.Equal([2, 3, 1, 3], went);
    }

    [Fact]
    public void Rolling_back_passes_over_generations_that_are_gone()
    {
        PublishThree();
        DirectoryTree.Delete(new PosixFileOperations(), Layout.Generation(2));
        Assert.Equal(1, RollBack().Value.Number);
    }

    [Fact]
    public void With_one_generation_there_is_nothing_to_roll_back_to()
    {
        environment.Publish(TestEnvironment.Files("a"));
        Assert.Equal("ENVC0433", Assert.Single(RollBack().Diagnostics).Code);
    }

    [Fact]
    public void Switching_to_what_is_not_there_names_what_is()
    {
        PublishThree();
        var problem = Assert.Single(Switch(7).Diagnostics);
        Assert.Equal(("ENVC0431", "generations: 1-3"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void An_edit_after_a_crash_stays()
    {
        environment.Publish(TestEnvironment.Files("a"));
        environment.Publish(TestEnvironment.Files("b"));
        using (var held = environment.Acquire())
            PendingSwitch.Announce(held, 1, KeptFiles.Keep(held, 2, DateTimeOffset.UnixEpoch));
        new FileWriter(new PosixFileOperations()).ReplaceSymlink(Layout.Current, "generations/1");
        File.WriteAllText(Layout.Manifest, "edited");
        environment.Acquire().Dispose();
        Assert.Equal(("edited", "lock a"), WorkingFiles(environment));
    }

    public void Dispose() => environment.Dispose();

    private static (string Manifest, string Lock) WorkingFiles(TestEnvironment place) => (File.ReadAllText(place.Layout.Manifest), File.ReadAllText(place.Layout.Lock));

    private void PublishThree()
    {
        foreach (var name in (string[])["a", "b", "c"])
            environment.Publish(TestEnvironment.Files(name));
    }

    private Result<SwitchedGeneration> Switch(int number)
    {
        using var held = environment.Acquire();
        return Go(held, number, HistoryKind.Switch);
    }

    private Result<SwitchedGeneration> RollBack(int? number = null)
    {
        using var held = environment.Acquire();
        return Go(held, number, HistoryKind.Rollback);
    }

    private static Result<SwitchedGeneration> Go(EnvironmentLock held, int? number, string kind) =>
        GenerationSwitcher.Find(held, number).TryGet(out var found, out var problems)
            ? new GenerationSwitcher(TimeProvider.System).Switch(held, found, kind, TestEnvironment.Origin)
            : Result<SwitchedGeneration>.Failure(problems);
}
