using EnvCompiler.Cli.Terminal;
using EnvCompiler.Store;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class StoreProgressViewTests
{
    private readonly Talk talk = new();

    [Fact]
    public void Off_a_terminal_each_phase_with_work_is_one_plain_line()
    {
        using (var view = new StoreProgressView(talk.Interface(), TimeProvider.System))
        {
            view.Report(new StoreProgress(StorePhase.Fetch, 0, 2, 0, 3_000_000, null));
            view.Report(new StoreProgress(StorePhase.Fetch, 1, 2, 1_000_000, 3_000_000, "a"));
            view.Report(new StoreProgress(StorePhase.Unpack, 0, 0, 0, 0, null));
            view.Report(new StoreProgress(StorePhase.Compose, 0, 1, 0, 0, null));
        }

        Assert.Equal("fetching 2 packages, 3.0 MB\ncomposing 1 package\n", talk.Error.ToString());
    }

    [Fact]
    public void On_a_terminal_one_line_is_redrawn_and_gone_at_the_end()
    {
        using (var view = new StoreProgressView(talk.Interface(terminal: true), TimeProvider.System))
            view.Report(new StoreProgress(StorePhase.Fetch, 1, 2, 1_500_000, 3_000_000, "a"));
        Assert.Equal("\r\e[Kfetching  [############............] 1/2  1.5 MB of 3.0 MB\r\e[K", talk.Error.ToString());
    }
}
