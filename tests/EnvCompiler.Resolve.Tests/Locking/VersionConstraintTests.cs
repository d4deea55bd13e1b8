using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData("1.2", "1.2-1", true)]
    [InlineData("1.2", "2:1.2.9+dfsg1-1", true)]
    [InlineData("1.2", "1.20-1", false)]
    [InlineData("1.2", "1.3-1.2", false)]
    [InlineData("^1.2", "3:1.9-1", true)]
    [InlineData("8064", "8064+dfsg-2", true)]
    [InlineData("=2:1.2-3", "2:1.2-3", true)]
    [InlineData("=2:1.2-3", "2:1.2-4", false)]
    [InlineData("= 1.2-1", "1:1.2-1", false)]
    [InlineData("=1.2", "1.2-0", true)]
    [InlineData("=1.2", "1:1.2-7", true)]
    [InlineData("=1.2", "1.2.1-1", false)]
    [InlineData("=12.4+deb12u5", "12.4+deb12u5", true)]
    [InlineData("=1.2+dfsg-1", "1.2+dfsg-1", true)]
    [InlineData("==1.2-1", "1.2-1", true)]
    public void A_version_is_allowed_or_not(string text, string version, bool allowed)
    {
        Assert.True(VersionConstraint.TryParse(text, allowPreReleases: false, out var constraint, out _));
        Assert.Equal(allowed, constraint.Allows(new DebianVersion(version)));
    }

    [Theory]
    [InlineData("1.2-3")]
    [InlineData(">=2:1.2-3")]
    [InlineData("=")]
    [InlineData("=:1")]
    [InlineData("===1.2-1")]
    [InlineData("latest")]
    public void Other_texts_are_refused(string text) => Assert.False(VersionConstraint.TryParse(text, allowPreReleases: false, out _, out _));
}
