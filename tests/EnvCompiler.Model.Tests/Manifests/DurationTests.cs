using System.Text.RegularExpressions;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Manifests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1s", 1000)]
    [InlineData("1.5s", 1500)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("0s", 0)]
    public void A_duration_is_read(string text, int milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
        Assert.Matches(Duration.Pattern, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1s1m")]
    [InlineData("1s1s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("1d")]
    [InlineData("1ss")]
    public void What_is_no_duration_is_refused(string text)
    {
        Assert.False(Duration.TryParse(text, out _));
        Assert.DoesNotMatch(new Regex(Duration.Pattern, RegexOptions.ECMAScript), text);
    }

    [Theory]
    [InlineData("8761h")]
    [InlineData("999999999999h")]
    [InlineData("999999999999999s")]
    public void More_than_a_year_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
