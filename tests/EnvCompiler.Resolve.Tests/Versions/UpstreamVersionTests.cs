using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Versions;

namespace EnvCompiler.Resolve.Tests.Versions;

public sealed class UpstreamVersionTests
{
    [Theory]
    [InlineData("2:1.2.9+dfsg1-1", "1.2.9")]
    [InlineData("1.2~dfsg-1", "1.2")]
    [InlineData("1.2+ds-3", "1.2")]
    [InlineData("1.2~rc1+dfsg-1", "1.2~rc1")]
    [InlineData("2.0+really1.9.5+dfsg-2", "1.9.5")]
    [InlineData("1.2-rc1-4", "1.2-rc1")]
    [InlineData("12.4+deb12u5", "12.4+deb12u5")]
    [InlineData("8064+dfsg-2", "8064")]
    public void A_Debian_version_has_an_upstream_one(string debian, string upstream) =>
        Assert.Equal(upstream, UpstreamVersion.Of(new DebianVersion(debian)).ToString());

    [Theory]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1", "1.0.0.0")]
    [InlineData("1.2+git1", "1.2.0+git1")]
    [InlineData("1.2~rc1", "1.2.0~rc1")]
    [InlineData("0", "0.0")]
    public void Trailing_zero_parts_do_not_count(string first, string second) =>
        Assert.Equal(0, UpstreamVersion.Compare(new UpstreamVersion(first), new UpstreamVersion(second)));

    [Theory]
    [InlineData("1.0", "1.0w")]
    [InlineData("1.2~rc1", "1.2")]
    [InlineData("1.2", "1.2+git1")]
    [InlineData("1.9", "1.10")]
    [InlineData("1.1.1v", "1.1.1w")]
    [InlineData("2023d", "2024a")]
    [InlineData("1.2.3.4.5", "1.2.3.4.6")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    public void Forms_beyond_three_numbers_have_an_order(string lower, string higher)
    {
        Assert.True(UpstreamVersion.Compare(new UpstreamVersion(lower), new UpstreamVersion(higher)) < 0);
        Assert.True(UpstreamVersion.Compare(new UpstreamVersion(higher), new UpstreamVersion(lower)) > 0);
    }
}
