using EnvCompiler.Model.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.Model.Tests.Diagnostics;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("instal", "install")]
    [InlineData("isntall", "install")]
    [InlineData("pkg_path", "pkg-path")]
    [InlineData("Vars", "vars")]
    [InlineData("hok", "hook")]
    public void A_misspelt_name_finds_the_right_one(string written, string meant) =>
        Assert.Equal(meant, NearNames.Of(written, ["options", "install", "pkg-path", "vars", "hook", "profile"])[0]);

    [Fact]
    public void A_name_that_is_like_none_finds_none()
    {
        Assert.Empty(NearNames.Of("kubernetes", ["install", "vars", "hook"]));
        Assert.Null(NearNames.Hint("kubernetes", ["install", "vars", "hook"]));
        Assert.Empty(NearNames.Of("", ["install"]));
    }

    [Fact]
    public void The_nearest_come_first_and_equals_are_sorted() =>
        Assert.Equal(["llama", "lama", "llamb"], NearNames.Of("llama", ["llamb", "lama", "gcc", "llama", "llamc"]));

    [Fact]
    public void A_hint_names_the_candidates()
    {
        Assert.Equal("did you mean `install`?", NearNames.Hint("instal", ["install", "vars"]));
        Assert.Equal("did you mean `cat`, `hat` or `mat`?", NearNames.Hint("xat", ["cat", "hat", "mat"], 3));
    }

    [Theory]
    [InlineData("ca", "abc")]
    [InlineData("abcdef", "badcfe")]
    [InlineData("prometheus", "promtheeus")]
    public void The_early_exit_never_changes_the_answer(string a, string b)
    {
        var expected = OptimalStringAlignment(a, b);
        Assert.Equal(expected <= Math.Max(1, a.Length / 3), NearNames.Of(a, [b]).Count == 1);
    }

    [Fact]
    public void Random_pairs_agree_with_the_plain_definition()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var a = Word();
            var b = Word();
            Assert.Equal(OptimalStringAlignment(a, b) <= Math.Max(1, a.Length / 3), NearNames.Of(a, [b]).Count == 1);
        }

        string Word() => new([.. Enumerable.Range(0, random.Next(0, 13)).Select(_ => (char)('a' + random.Next(3)))]);
    }

    [Fact]
    public void A_hundred_thousand_candidates_are_cheap()
    {
        var random = new Random(3);
        var names = Enumerable.Range(0, 100_000)
            .Select(_ => "lib" + string.Concat(Enumerable.Range(0, 12).Select(_ => (char)('a' + random.Next(26)))))
            .Append("llama.cpp-tools").ToArray();
        var time = CpuTime.Of(() => Assert.Equal(["llama.cpp-tools"], NearNames.Of("lama.cpp-tool", names)));
        Assert.True(time < TimeSpan.FromSeconds(1), $"took {time}");
    }

    private static int OptimalStringAlignment(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
