using System.CommandLine;
var r = new RootCommand("x");
var v = new Command("version", "v"); v.SetAction(_ => Console.WriteLine("0.1")); r.Add(v);
for (int i = 0; i < 30; i++) { var c = new Command("c"+i, "d"){ new Option<string>("--a"), new Option<bool>("--b")}; r.Add(c); }
return r.Parse(args).Invoke();
