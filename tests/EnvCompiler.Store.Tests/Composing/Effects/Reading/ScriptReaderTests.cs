using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Composing.Effects.Reading;

namespace EnvCompiler.Store.Tests.Composing.Effects.Reading;

public class ScriptReaderTests
{
    [Fact]
    public void Alternatives_are_read_over_continuation_lines_with_their_slaves()
    {
        var reading = Read("""
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
    public void Words_that_functions_print_and_loops_repeat_are_those_of_the_command()
    {
        var reading = Read("""
            slave () {
                dir=$1 filename=$2 target=$3
                echo "--slave $dir/$filename $filename $dir/$target"
            }
            update-alternatives --install /usr/bin/lzma lzma /usr/bin/xz 20 $(
                slave /usr/bin unlzma unxz
                for util in cat more; do
                    slave /usr/bin lz$util xz$util
                done
            )
            """);

        var alternative = Assert.Single(reading.Alternatives);
        Assert.Equal(["/usr/bin/unxz", "/usr/bin/xzcat", "/usr/bin/xzmore"], alternative.Slaves.Select(slave => slave.Path));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void A_command_with_a_variable_that_depends_on_a_file_is_one_effect_for_each_answer()
    {
        var reading = Read("""
            for i in java keytool; do
                unset slave || true
                if [ -e /usr/share/man/$i.gz ]; then
                    slave="--slave /usr/share/man/man1/$i.1.gz $i.1.gz /usr/share/man/$i.gz"
                fi
                update-alternatives --install /usr/bin/$i $i /opt/bin/$i 10 $slave
            done
            """);

        Assert.Equal(["java", "java", "keytool", "keytool"], reading.Alternatives.Select(alternative => alternative.Main.Name));
        Assert.Equal([1, 0, 1, 0], reading.Alternatives.Select(alternative => alternative.Slaves.Count));
        Assert.Equal(
            ["test -e /usr/share/man/java.gz", "! test -e /usr/share/man/java.gz", "test -e /usr/share/man/keytool.gz", "! test -e /usr/share/man/keytool.gz"],
            reading.Alternatives.Select(alternative => Assert.Single(alternative.When).ToString()));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Caches_that_composing_makes_are_neither_missed_nor_left_for_review()
    {
        var reading = Read("/usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders $(find /usr/lib -name '*.so' | sort) > /usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/2.10.0/loaders.cache");

        Assert.Empty(reading.Skipped);
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void A_user_whose_number_is_looked_up_first_is_not_there_yet()
    {
        var reading = Read("""
            uid=`getent passwd debian-tor | cut -d ":" -f 3`
            if [ "$uid" ]; then
                [ "$uid" = 5 ] || exit 1
            else
                adduser --quiet --system --disabled-password --home /var/lib/tor --no-create-home --shell /bin/false --group debian-tor
            fi
            """);

        Assert.Equal(["user debian-tor"], reading.Users.Select(user => user.ToString()));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Diversions_users_directories_and_links_are_read()
    {
        var reading = Read("""
            dpkg-divert --package x --add --rename --divert /bin/sh.distrib /bin/sh
            dpkg-divert --add --no-rename /usr/bin/other
            dpkg-divert --package x --remove /usr/bin/old
            adduser --system --group --home /var/lib/x --no-create-home --quiet x-daemon
            useradd --system --shell /bin/false --gid video y
            addgroup --system z
            usermod -a -G audio x-daemon
            adduser x-daemon z
            install -d -m 0755 /var/lib/x
            mkdir -p "$DPKG_ROOT/var/log/x"
            ln -s ../x "${DPKG_ROOT}/etc/y"
            ln -sfr /etc/locale.conf /etc/default/locale
            touch "$DPKG_ROOT"/etc/environment
            add-shell /usr/bin/fish
            """);

        Assert.Equal(
            [new Diversion("x", "usr/bin/sh", "usr/bin/sh.distrib"), new Diversion("x", "usr/bin/other", "usr/bin/other.distrib")], reading.Diversions);
        Assert.Equal(
            ["user x-daemon", "user y", "group z", "member x-daemon of audio", "member x-daemon of z"], reading.Users.Select(user => user.ToString()));
        Assert.Equal(
            ["directory /var/lib/x", "directory /var/log/x", "link /etc/y -> ../x", "link /etc/default/locale -> ../locale.conf", "file /etc/environment"],
            reading.Paths.Select(path => path.ToString()));
        Assert.Equal(["/usr/bin/fish"], reading.Shells.Select(shell => shell.Path));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Only_what_a_first_installation_runs_is_read()
    {
        var reading = Read("""
            case "$1" in
              configure)
                if [ -z "$2" ]; then mkdir /first; fi
                if [ -n "$2" ]; then unknown-tool; fi
                if dpkg --compare-versions "$2" lt 2.0; then mkdir /older-than-any; fi
                if dpkg --compare-versions "$2" lt-nl 2.0; then unknown-tool; fi
                if [ "$2" ] && dpkg --compare-versions "$2" ge 1; then unknown-tool; fi
                ;;
              triggered|abort-*) unknown-tool ;;
              *) echo "called with $1" >&2; exit 1 ;;
            esac
            if [ -d /run/systemd/system ]; then unknown-tool; fi
            if getent passwd x >/dev/null; then unknown-tool; fi
            if [ -e /etc/x.dpkg-bak ]; then unknown-tool; fi
            if dpkg-divert --list x | grep -q x; then unknown-tool; fi
            exit 0
            unknown-tool
            """);

        Assert.Equal(["directory /first", "directory /older-than-any"], reading.Paths.Select(path => path.ToString()));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void What_the_root_can_be_asked_becomes_a_condition_of_the_effect()
    {
        var reading = Read("""
            if [ ! -e /etc/x ]; then
                cp /usr/share/x/x.conf /etc/x
            elif command -v y >/dev/null; then
                touch /etc/x.old
            fi
            [ -x /usr/bin/z ] || exit 0
            mkdir /var/z
            """);

        Assert.Equal(
            [
                "copy /etc/x from /usr/share/x/x.conf: ! test -e /etc/x",
                "file /etc/x.old: test -e /etc/x, command -v y",
                "directory /var/z: test -x /usr/bin/z",
            ],
            reading.Paths.Select(path => $"{path}: {string.Join(", ", path.When)}"));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void An_effect_that_depends_on_what_nobody_knows_is_left_for_review()
    {
        var reading = Read("""
            . /usr/share/debconf/confmodule
            db_get x/question
            if [ "$RET" = true ]; then mkdir /x; else systemctl restart x; fi
            mkdir /y
            case "$RET" in a) touch /a ;; esac
            while some-filter; do touch /b; done
            """);

        Assert.Equal(["mkdir /x", "touch /a", "some-filter", "touch /b"], reading.Rest);
        Assert.Equal(["directory /y"], reading.Paths.Select(path => path.ToString()));
    }

    [Fact]
    public void An_early_end_in_doubt_puts_all_that_follows_in_doubt()
    {
        Assert.Equal(["mkdir /x"], Read("if [ \"$RET\" = a ]; then exit 0; fi\nmkdir /x").Rest);
        Assert.Equal(["mkdir /x"], Read("f() { [ \"$RET\" = a ] && return; mkdir /x; }\nf\nmkdir /y").Rest);
        // A failure is no installation at all.
        Assert.Empty(Read("if [ \"$RET\" = a ]; then exit 1; fi\nmkdir /x").Rest);
    }

    [Fact]
    public void Files_are_written_with_what_is_known_and_logs_and_host_directories_do_not_count()
    {
        var reading = Read("""
            name=value
            cat > /etc/x <<EOF
            a $name
            EOF
            { echo one; printf '%s\n' two; } > /etc/y
            echo three >> /etc/y
            echo "$(date)" > /var/log/z
            date > /run/z
            tool=$(mktemp); echo x > "$tool"; rm -f "$tool"
            """);

        Assert.Equal([("/etc/x", "a value\n"), ("/etc/y", "one\ntwo\nthree\n")], reading.Paths.Select(path => (path.Path, path.Argument)));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Lines_of_a_here_document_are_read_one_by_one()
    {
        var reading = Read("""
            (
                while read line; do
                    set -- $line
                    dir="$1"; mode="$2"
                    if [ ! -e "$dir" ]; then
                        if mkdir "$dir" 2>/dev/null; then chmod "$mode" "$dir" || true; fi
                    fi
                done
            ) << DATA
            /usr/local/share/fonts 0755
            /usr/local/share/x default
            DATA
            """);

        Assert.Equal(["directory /usr/local/share/fonts", "directory /usr/local/share/x"], reading.Paths.Select(path => path.ToString()));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void A_preinst_finds_nothing_of_its_package_to_remove_and_gives_way_to_its_files()
    {
        var reading = ScriptReader.Read("debian/x/1/amd64", "x", "amd64", "preinst", """
            #!/bin/sh
            if [ "$1" = install ]; then
                rm -f /etc/old-*
                echo 1 > /etc/x
            fi
            """);

        Assert.Equal(["f"], reading.Paths.Select(path => path.Type));
        Assert.Empty(reading.Rest);
    }

    [Fact]
    public void Work_that_a_root_misses_is_named()
    {
        var reading = Read("/usr/bin/mktexlsr /usr/share/texmf > /etc/out || true");

        Assert.Equal("mktexlsr", Assert.Single(reading.Skipped).Program);
        Assert.Empty(reading.Paths);
        Assert.Empty(reading.Rest);
    }

    [Theory]
    [InlineData("sed -i s/a/b/ /etc/x")]
    [InlineData("date > /etc/x")]
    [InlineData("wget http://example.org")]
    [InlineData("mkdir -p $RET")]
    [InlineData("mkdir /etc/$(hostname)")]
    [InlineData("mkdir /etc/../x")]
    [InlineData("dpkg-divert --divert /../x --add /usr/bin/x")]
    [InlineData("update-alternatives --install /usr/bin/../../x x /usr/bin/y 1")]
    [InlineData("update-alternatives --install /usr/bin/x ../x /usr/bin/y 1")]
    [InlineData("update-alternatives --install $LINK x /usr/bin/x 1")]
    [InlineData("update-alternatives --set x /usr/bin/y")]
    [InlineData("adduser --system \"$USER\"")]
    [InlineData("cp /usr/share/x/* /etc")]
    [InlineData("eval mkdir /x")]
    [InlineData("sh -c 'mkdir /x'")]
    [InlineData("find / -name x -delete")]
    [InlineData("find / -exec rm {} +")]
    [InlineData(". /usr/lib/x/functions")]
    [InlineData("$TOOL now")]
    public void What_is_not_understood_is_left_for_review(string line)
    {
        var reading = Read(line);

        Assert.Equal([line], reading.Rest);
        Assert.Empty(reading.Paths);
    }

    [Theory]
    [InlineData("#!/usr/bin/perl\nprint 1;\n")]
    [InlineData("#!/bin/sh\nif true; then\n")]
    [InlineData("\u007fELF")]
    public void What_is_no_shell_script_is_left_whole(string script)
    {
        var reading = ScriptReader.Read("debian/x/1/amd64", "x", "amd64", "postinst", script);

        Assert.Equal(script.Split('\n', StringSplitOptions.RemoveEmptyEntries), reading.Rest);
    }

    [Theory]
    [InlineData("f() { f; f; }; f")]
    [InlineData("while true; do a=$a$a; mkdir /x; done")]
    [InlineData("a=x; for i in 1 2 3 4 5 6 7 8 9; do a=$a$a$a$a$a$a$a$a; done; mkdir $a")]
    [InlineData("f() { for i in 1 2 3 4 5 6 7 8 9; do g; done; }; g() { for i in 1 2 3 4 5 6 7 8 9; do f; done; }; f")]
    public void A_script_without_an_end_is_left(string script) => Assert.NotEmpty(Read(script).Rest);

    [Fact]
    public void Deep_nesting_is_left()
    {
        var script = string.Concat(Enumerable.Repeat("$(", 100_000));

        Assert.NotEmpty(Read(script).Rest);
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("if ", 100_000))).Rest);
        Assert.NotEmpty(Read(string.Concat(Enumerable.Repeat("{ ", 100_000))).Rest);
    }

    [Fact]
    public void Comments_indentation_and_understood_lines_do_not_change_the_hash_of_the_rest()
    {
        var one = Read("set -e\nfrobnicate a b\n");
        var two = Read("# a comment\n   frobnicate   a \\\n b # why\nexit 0\n");

        Assert.Equal(ReviewedScripts.HashOf(one.Rest), ReviewedScripts.HashOf(two.Rest));
    }

    private static ScriptReading Read(string script) => ScriptReader.Read("debian/x/1/amd64", "x", "amd64", "postinst", "#!/bin/sh\n" + script);
}
