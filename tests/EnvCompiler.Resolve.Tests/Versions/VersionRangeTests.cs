using EnvCompiler.Resolve.Versions;

namespace EnvCompiler.Resolve.Tests.Versions;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("1.2", "1.2 1.2.0 1.2.9 1.2+git1 1.2w 1.2.9.9", "1 1.1 1.20 1.3 2 1.2~rc1 0.1.2")]
    [InlineData("1.2.*", "1.2 1.2.0 1.2.9", "1.1 1.20 1.3")]
    [InlineData("1.x", "1 1.0 1.9.9", "0.9 2 10")]
    [InlineData("1.*.*", "1 1.9.9", "0.9 2")]
    [InlineData("1.0", "1 1.0 1.0.5", "1.1 0.9")]
    [InlineData("1.2.3", "1.2.3 1.2.3.0 1.2.3.4 1.2.3a", "1.2.30 1.2.4 1.2.3~rc1")]
    [InlineData("*", "0 1.2 0~20240101 2024a 1.2~rc1", "")]
    [InlineData("", "", "1", false)]
    [InlineData("=1.2.3", "1.2.3 1.2.3.0", "1.2.3.4 1.2.4 1.2.3+git1")]
    [InlineData("==1.2", "1.2 1.2.0", "1.2.1")]
    [InlineData("=1.2.*", "1.2 1.2.9", "1.3")]
    [InlineData("^1.2.3", "1.2.3 1.2.4 1.9 1.99.9+git", "1.2.2 2 2.0~rc1 1.2.3~rc1 10")]
    [InlineData("^1.2", "1.2 1.9", "1.1.9 2")]
    [InlineData("^1", "1 1.9", "0.9 2")]
    [InlineData("^0.2.3", "0.2.3 0.2.9", "0.3 0.2.2 1")]
    [InlineData("^0.0.3", "0.0.3 0.0.3.1", "0.0.4 0.0.2")]
    [InlineData("^0.0", "0.0.1 0 0.0", "0.1")]
    [InlineData("^0", "0 0.9", "1")]
    [InlineData("^1.1.1w", "1.1.1w 1.1.1x 1.2", "1.1.1v 2")]
    [InlineData("~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3")]
    [InlineData("~1.2", "1.2 1.2.9", "1.3")]
    [InlineData("~1", "1 1.9", "2")]
    [InlineData(">=1.2", "1.2 1.2.0 1.3 10", "1.1.9 1.2~rc1")]
    [InlineData(">=1.2.0", "1.2 1.2.0 1.2+git1", "1.1.9")]
    [InlineData(">= 1.2 <2", "1.2 1.99", "2 2.0 2.1 1.1 2~rc1")]
    [InlineData(">=1.2,<2", "1.2 1.99", "2")]
    [InlineData(">1.2", "1.3 2", "1.2 1.2.9 1.2+git")]
    [InlineData(">1.2.3", "1.2.4 1.2.3.1", "1.2.3 1.2.3.0")]
    [InlineData("<=1.2", "1.2 1.2.9 1.1 0", "1.3")]
    [InlineData("<=1.2.3", "1.2.3 1.2", "1.2.3.1 1.2.4")]
    [InlineData("<1.2.0", "1.1.9 1", "1.2 1.2.0")]
    [InlineData("1.2 - 1.4", "1.2 1.3 1.4.9", "1.1 1.5")]
    [InlineData("1.2.3 - 1.4.5", "1.2.3 1.4.5", "1.2.2 1.4.6")]
    [InlineData("1.2 || 2.1", "1.2.1 2.1.1", "1.3 2.0 2.2")]
    [InlineData("^1.2||>3 <5", "1.2 4", "2 3 3.9 5")]
    [InlineData(">2 <1", "", "0 1 2 3")]
    [InlineData(">=8064", "8064 9000", "8063 999")]
    [InlineData("^8064", "8064", "8065")]
    [InlineData("2024", "2024a 2024.1", "2025 2023d")]
    [InlineData(">=20240101", "20240102 20240101", "20231231")]
    [InlineData(">=99999999999999999999.1", "99999999999999999999.2 100000000000000000000", "9999999999999999999.9")]
    [InlineData(">=1.2.0-rc.1 <2", "1.2~rc.1 1.2~rc.2 1.2 1.3", "1.3~rc1 1.2~beta 2~rc1")]
    [InlineData("<=1.2~rc2", "1.2~rc2 1.2~beta 1.1", "1.2 1.2~rc3 1.1~rc1")]
    public void A_range_allows_what_it_says(string text, string allowed, string refused, bool isRange = true)
    {
        Assert.Equal(isRange, VersionRange.TryParse(text, out var range, out _));
        if (range is null)
            return;
        Assert.All(Words(allowed), version => Assert.True(range.Allows(new UpstreamVersion(version), allowPreReleases: false), version));
        Assert.All(Words(refused), version => Assert.False(range.Allows(new UpstreamVersion(version), allowPreReleases: false), version));
    }

    [Theory]
    [InlineData("1.2", "1.2~rc1 1.2.1~rc1", "1.3~rc1")]
    [InlineData("^1.2", "1.2~rc1 1.3~beta", "2~rc1")]
    [InlineData(">=1.2.3", "1.2.4~rc1", "1.2.3~rc1")]
    [InlineData("<2", "1.9~rc1", "2~rc1 2~~alpha")]
    [InlineData("=1.2", "1.2", "1.2~rc1")]
    public void Pre_releases_count_where_they_are_allowed(string text, string allowed, string refused)
    {
        Assert.True(VersionRange.TryParse(text, out var range, out _));
        Assert.All(Words(allowed), version => Assert.True(range.Allows(new UpstreamVersion(version), allowPreReleases: true), version));
        Assert.All(Words(refused), version => Assert.False(range.Allows(new UpstreamVersion(version), allowPreReleases: true), version));
    }

    [Theory]
    [InlineData("", "a version is missing")]
    [InlineData("  ", "a version is missing")]
    [InlineData(">=", "a version is missing")]
    [InlineData("1.2 ||", "a version is missing")]
    [InlineData("|| 1.2", "a version starts with a digit, not with `|`")]
    [InlineData("latest", "a version starts with a digit, not with `l`")]
    [InlineData("^~1", "a version starts with a digit, not with `~`")]
    [InlineData("1.2 - ", "a version is missing")]
    [InlineData("1.2-3", "revisions are Debian's; `=` before Debian's whole version asks for exactly that one")]
    [InlineData(">=2:1.2", "epochs are Debian's; `=` before Debian's whole version asks for exactly that one")]
    [InlineData("1..2", "a part is empty")]
    [InlineData("1.2.", "a part is empty")]
    [InlineData("1.*.3", "a version starts with a digit, not with `.`")]
    [InlineData(">*", "`>*` allows nothing")]
    [InlineData("1.2 | 2", "`| 2` does not belong there")]
    [InlineData("1.2 é", "a version starts with a digit, not with `é`")]
    public void A_text_that_is_no_range_says_why(string text, string reason)
    {
        Assert.False(VersionRange.TryParse(text, out _, out var problem));
        Assert.Equal(reason, problem);
    }

    [Fact]
    public void A_text_of_any_length_is_answered_at_once()
    {
        Assert.False(VersionRange.TryParse(new string('1', 1001), out _, out var problem));
        Assert.Equal("it is too long", problem);
        Assert.True(VersionRange.TryParse(string.Join("||", Enumerable.Repeat("1", 300)), out _, out _));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
