// On a narrow screen the workspace's pages lie in strips: bring the one we are on into view.
for (const link of document.querySelectorAll(".work-nav [aria-current]")) {
  link.scrollIntoView({ block: "nearest", inline: "center" });
}
