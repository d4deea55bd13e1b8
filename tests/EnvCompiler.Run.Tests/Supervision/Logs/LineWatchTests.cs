using System.Text;
using System.Threading;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Logs;

public sealed class LineWatchTests
{
    [Theory]
    [InlineData("starting\nlistening on 80\n", "listening", true)]
    [InlineData("starting\r\nup\r\n", "^up$", true)]
    [InlineData("listen\ning\n", "listening", false)]
    [InlineData("größe 4\n", "größe \\d", true)]
    public void A_line_matches_whole(string output, string pattern, bool matches)
    {
        var watch = new LineWatch([pattern]);
        watch.Look(Encoding.UTF8.GetBytes(output));
        Assert.Equal(matches, watch.MatchAsync(pattern, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Each_pattern_is_waited_for_by_itself()
    {
        var watch = new LineWatch(["one", "two"]);
        watch.Look("two\n"u8);
        await watch.MatchAsync("two", CancellationToken.None);
        var one = watch.MatchAsync("one", CancellationToken.None);
        Assert.False(one.IsCompleted);
        watch.Look("now one\n"u8);
        await one;
    }

    [Fact]
    public void A_pattern_whose_repetitions_multiply_and_a_long_line_cost_no_more_than_their_limit()
    {
        var watch = new LineWatch(["((a?){90}){90}b"]);
        var time = CpuTime.Of(() => watch.Look(Encoding.ASCII.GetBytes(new string('a', 64 << 10))));
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.False(watch.MatchAsync("((a?){90}){90}b", CancellationToken.None).IsCompleted);
    }
}
