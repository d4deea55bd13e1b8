using EnvCompiler.Store.Composing.Effects;

namespace EnvCompiler.Store.Tests.Composing.Effects;

public class ScriptReaderTests
{
    [Fact]
    public void Alternatives_are_read_over_continuation_lines_with_their_slaves()
    {
        var reading = Read("""
            #!/bin/sh
            set -e
            if [ "$1" = "configure" ] || [ "$1" = "abort-upgrade" ]; then
              update-alternatives --install /usr/bin/awk awk /usr/bin/mawk 5 \
                --slave /usr/bin/nawk nawk /usr/bin/mawk \
                --slave /usr/share/man/man1/awk.1.gz awk.1.gz \
                    /usr/share/man/man1/mawk.1.gz || true
            fi
            """);

        var alternative = Assert.Single(reading.Alternatives);
        Assert.Equal((new AlternativeLink("/usr/bin/awk", "awk", "/usr/bin/mawk"), 5), (alternative.Main, alternative.Priority));
        Assert.Equal(["nawk", "awk.1.gz"], alternative.Slaves.Select(slave => slave.Name));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Sections_of_debhelper_are_needless_but_those_with_alternatives_are_read()
    {
        var reading = Read("""
            # Automatically added by dh_installsystemd/13.31
            if deb-systemd-helper --quiet was-enabled 'x.service'; then
              deb-systemd-helper enable 'x.service' >/dev/null || true
              some-unknown-thing
            fi
            # End automatically added section
            # Automatically added by dh_installalternatives/13.31
            update-alternatives --install /usr/bin/x x /usr/bin/x.real 10
            # End automatically added section
            """);

        Assert.Single(reading.Alternatives);
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Functions_that_are_called_are_read_where_they_stand()
    {
        var reading = Read("""
            ua() {
              update-alternatives --install /usr/bin/which which /usr/bin/which.debianutils 0
            }
            case "$1" in
              (configure)
                ua
                ;;
            esac
            """);

        Assert.Single(reading.Alternatives);
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Diversions_users_directories_and_links_are_read()
    {
        var reading = Read("""
            dpkg-divert --package x --add --rename --divert /bin/sh.distrib /bin/sh
            dpkg-divert --package x --remove /usr/bin/old
            adduser --system --group --home /var/lib/x --no-create-home --quiet x-daemon
            useradd --system --shell /bin/false --gid video y
            addgroup --system z
            adduser x-daemon z
            install -d -m 0755 /var/lib/x
            mkdir -p "$DPKG_ROOT/var/log/x"
            ln -sf ../x "${DPKG_ROOT}/etc/y"
            touch "$DPKG_ROOT"/etc/environment
            """);

        Assert.Equal([new Diversion("x", "usr/bin/sh", "usr/bin/sh.distrib")], reading.Diversions);
        Assert.Equal(["user x-daemon", "user y", "group z", "member x-daemon of z"], reading.Users.Select(user => user.ToString()));
        Assert.Equal(["directory /var/lib/x", "directory /var/log/x", "link /etc/y -> ../x", "file /etc/environment"], reading.Paths.Select(path => path.ToString()));
        Assert.Empty(reading.Rest);
    }

    [Theory]
    [InlineData("cp -p /usr/share/x /etc/x")]
    [InlineData("echo 1 > /etc/x")]
    [InlineData("true && rm -rf /etc/x")]
    [InlineData("set -e; wget http://example.org")]
    [InlineData("mkdir -p $1")]
    [InlineData("update-alternatives --install $link x /usr/bin/x 1")]
    [InlineData("adduser --system \"$USER\"")]
    [InlineData("if wget -q http://example.org; then")]
    public void What_is_not_understood_is_left_for_review(string line) => Assert.Equal([line], Read(line).Rest);

    [Fact]
    public void Comments_indentation_and_understood_lines_do_not_change_the_hash_of_the_rest()
    {
        var one = Read("set -e\ncp a b\n");
        var two = Read("#!/bin/sh\n# a comment\n   cp   a b\nexit 0\n");

        Assert.Equal(ReviewedScripts.HashOf(one.Rest), ReviewedScripts.HashOf(two.Rest));
    }

    private static ScriptReading Read(string script) => ScriptReader.Read("debian/x/1/amd64", "x", script);
}
