using System.Text;
using EnvCompiler.Store.Composing.Effects.Reading;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Store.Tests.Composing.Effects.Reading;

/// <summary>Whatever a script holds, reading it ends, and no effect leaves the root.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Fragments =
    [
        "if ", "; then ", "elif ", "else ", "fi", "case ", " in ", "esac", ";;", "for x in ", "while ", "read x", "do ", "done", "{ ", "}", "(", ")", "!", "&&", "||", "|", "&", ";", "\n", "\\\n",
        "$(", "`", "${", "$((", "))", "$1", "$@", "\"$@\"", "${x#*/}", "${x%%y*}", "${x:-y}", "'", "\"", "#", "<<EOF\n", "EOF\n", "<<-'E'\n", ">", ">>", "2>&1", "</dev/null", "x=", "x=$x$x", "f() ", "f",
        "[ -e /x ]", "[ \"$1\" = configure ]", "[[ ", " ]]", "exit", "return", "break", "set -- ", "shift", "cd /", "eval ", ". /x", "*", "?", "[", "..", "/", "/etc/../..", "\0", "é", "\r",
        "mkdir ", "ln -s ", "rm -rf ", "cp ", "mv ", "echo ", "printf ", "%s", "cat ", "update-alternatives --install ", "dpkg-divert --add ", "adduser ", "usermod -aG ",
    ];

    private static readonly string[] Examples =
    [
        "#!/bin/sh\nset -e\ncase \"$1\" in\n configure|abort-*)\n  if [ -z \"$2\" ]; then mkdir -p /var/x; fi\n  ;;\n *) exit 1 ;;\nesac\n",
        "f() {\n local d=$1\n [ -d \"$d\" ] || mkdir \"$d\"\n}\nfor i in a b c; do f /var/$i; done\nln -sf ../x /etc/y\n",
        "while read a b; do\n echo \"$a\" > /etc/$b\ndone <<E\n1 x\n2 y\nE\nx=$(echo a b | cut -c1)\n[ \"$x\" ] && rm -f /etc/z\n",
        "update-alternatives --install /usr/bin/x x /usr/bin/y 5 \\\n --slave /usr/bin/a a /usr/bin/b || true\ndpkg-divert --package p --add --rename --divert /q.r /q\nadduser --system --home /h u\n",
    ];

    [Fact]
    public void A_hundred_thousand_scripts_are_read() =>
        output.WriteLine(Fuzzing.Run(new FuzzMutator(Examples, Fragments, longest: 1000), Read, rounds: 100_000, bytesPerInput: 8 << 20));

    private static void Read(ReadOnlySpan<byte> utf8)
    {
        var reading = ScriptReader.Read("debian/p/1/amd64", "p", "amd64", utf8.Length % 2 == 0 ? "preinst" : "postinst", Encoding.UTF8.GetString(utf8));
        foreach (var line in reading.Paths)
        {
            if (!line.Path.StartsWith('/') || line.Path.Split('/').Contains("..") || line.Path.Contains('\0'))
                Assert.Fail($"{line}");
        }

        foreach (var diversion in reading.Diversions)
        {
            if ($"{diversion.Path}/{diversion.DivertedTo}".Split('/').Contains(".."))
                Assert.Fail($"{diversion}");
        }
    }
}
