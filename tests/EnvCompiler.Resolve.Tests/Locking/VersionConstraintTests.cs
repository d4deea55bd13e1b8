using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData("1.2", "1.2-1", true)]
    [InlineData("1.2", "1.2.9-1", true)]
    [InlineData("1.2", "2:1.2.9+dfsg1-1", true)]
    [InlineData("1.2", "1.20-1", false)]
    [InlineData("1.2", "1.3-1.2", false)]
    [InlineData("1.2.*", "1.2.3-1", true)]
    [InlineData("8064", "8064+dfsg-2", true)]
    [InlineData("1", "10-1", false)]
    [InlineData("*", "7", true)]
    [InlineData("=2:1.2-3", "2:1.2-3", true)]
    [InlineData("=2:1.2-3", "2:1.2-4", false)]
    [InlineData("=1.2", "1.2-0", true)]
    [InlineData("= 1.2-1", "1:1.2-1", false)]
    public void A_version_is_allowed_or_not(string constraint, string version, bool allowed)
    {
        Assert.True(VersionConstraint.TryParse(constraint, out var parsed));
        Assert.Equal(allowed, parsed.Allows(new DebianVersion(version)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("^1.2")]
    [InlineData("~1.2")]
    [InlineData(">=1.2 <2")]
    [InlineData("=")]
    [InlineData("=:1")]
    [InlineData("latest")]
    public void Other_forms_are_refused(string constraint) => Assert.False(VersionConstraint.TryParse(constraint, out _));
}
