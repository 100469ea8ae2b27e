// Suggestions while typing need htmx: it is fetched when somebody turns to the search box, and
// not before, since most readers on a slow line never do.
{
  const source = document.currentScript.dataset.htmx;

  const load = (event) => {
    if (!event.target.matches("[hx-get]")) return;
    document.removeEventListener("focusin", load);
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => {
      // htmx notes the address of the page for a history we do not use. It may hold what was
      // searched for.
      sessionStorage.removeItem("htmx-current-path-for-history");
      // What was typed while it was on its way.
      if (event.target.value) window.htmx.trigger(event.target, "suggest");
    };
    document.head.append(script);
  };
  document.addEventListener("focusin", load);
}
